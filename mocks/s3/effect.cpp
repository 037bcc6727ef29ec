// Objects as test cases list them, and those a case begins with.
#include <stdexcept>

#include "base/checksums.h"
#include "base/digest.h"
#include "base/text.h"
#include "mocks/s3/bucket_names.h"
#include "mocks/s3/digests.h"
#include "mocks/s3/s3.h"
#include "mocks/s3/traits.h"

namespace lambent::s3 {

std::optional<SeenEffect> S3::effect(const Journal&, const JournalEntry& entry) const {
  const auto* message = std::get_if<MessageEntry>(&entry.data);
  if (!message || message->kind != "object") return std::nullopt;
  SeenEffect out;
  out.kind = "object";
  set_text(out.fields, "bucket", text_at(message->data, "Bucket"));
  set_text(out.fields, "key", text_at(message->data, "Key"));
  if (bool_at(message->data, "Deleted")) {
    set(out.fields, "deleted", true);
    return out;
  }
  set_text(out.fields, "body", valid_utf8(message->text) ? message->text : base64_encode(message->text));
  if (const Json* metadata = find(message->data, "Metadata")) set(out.fields, "metadata", *metadata);
  set_if(out.details, "contentType", find_text(message->data, "ContentType"));
  return out;
}

// Parts and sums of deletions are told by what becomes of them.
Touch S3::touch(std::string_view operation) const {
  for (std::string_view told : {"PutObject", "CopyObject", "DeleteObject", "DeleteObjects", "CreateMultipartUpload", "UploadPart", "UploadPartCopy",
                                "CompleteMultipartUpload", "AbortMultipartUpload"})
    if (operation == told) return Touch::told;
  return touch_by_verb(operation);
}

void S3::seed(const Scope& scope, const Json& given) {
  for (const auto& [bucket, contents] : given.items()) {
    if (!contents.is_object() && !contents.is_null()) throw std::invalid_argument("s3: '" + bucket + "' is a map of keys and contents, not " + dump(contents));
    try {
      check_bucket_name(bucket);
      if (!find_place(bucket)) {
        BucketRow row;
        row.region = scope.region;
        make_bucket(scope.account, bucket, std::move(row));
      }
      const Place place = *find_place(bucket);
      Call call("s3", "PutObject", Json::object(), Principal::root(scope.account), scope);
      for (const auto& [key, content] : contents.items()) {
        if (content.is_null()) throw std::invalid_argument("s3: '" + bucket + "': '" + key + "' has no content");
        check_key(key);
        std::string bytes = content.is_string() ? content.get<std::string>() : dump(content);
        ObjectRow row;
        row.traits = read_traits(Json::object());
        row.etag = hex_encode(md5(bytes));
        row.checksum = Checksum{kDefaultAlgorithm, base64_encode(*checksum_of(kDefaultAlgorithm, bytes)), false};
        row.size = bytes.size();
        row.bytes = keep(place, std::move(bytes));
        store(call, place, key, std::move(row), Noted::no);
      }
    } catch (const AwsError& e) {
      throw std::invalid_argument("s3: bucket '" + bucket + "': " + e.message());
    }
  }
}

}  // namespace lambent::s3
