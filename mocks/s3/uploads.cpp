// What is under way.
#include <algorithm>

#include "base/text.h"
#include "mocks/s3/digests.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/page.h"
#include "mocks/s3/parts.h"
#include "mocks/s3/s3.h"

namespace lambent::s3 {
namespace {

std::int64_t page_size(const Json& input, const char* member, const char* name, std::int64_t largest) {
  return std::min(whole_argument(input, member, name, largest), largest);
}

// Uploads in the order they are listed: by key, of one key the older first.
struct ByKey {
  using Rows = std::map<std::string, std::pair<std::string, const UploadRow*>, std::less<>>;
  Rows rows;
  auto lower_bound(std::string_view key) const { return rows.lower_bound(key); }
  auto end() const { return rows.end(); }
};

void show_algorithm(const UploadRow& row, Json& answer) {
  if (row.checksum.algorithm.empty()) return;
  set_text(answer, "ChecksumAlgorithm", row.checksum.algorithm);
  set_text(answer, "ChecksumType", row.checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
}

Json initiator_of(const UploadRow& row, const std::string& account) {
  return row.initiator.ends_with(":root") || row.initiator.empty() ? owner_of(account) : object({{"ID", row.initiator}, {"DisplayName", row.initiator.substr(row.initiator.rfind('/') + 1)}});
}

}  // namespace

Json S3::list_parts(const Call& call) {
  Place place = place_of(call);
  const UploadRow& upload = upload_of(place, call);
  const std::int64_t most = page_size(call.input, "MaxParts", "max-parts", limits_.page), after = whole_argument(call.input, "PartNumberMarker", "part-number-marker", 0);
  const std::string prefix = upload_key(place, call) + "/";
  Json parts = array();
  std::int64_t last = after;
  bool more = false;
  for (auto it = parts_.lower_bound(part_key(prefix.substr(0, prefix.size() - 1), after + 1)); it != parts_.end() && it->first.starts_with(prefix); ++it) {
    more = static_cast<std::int64_t>(parts.size()) == most;
    if (more) break;
    last = std::stoll(it->first.substr(prefix.size()));
    const PartRow& part = it->second;
    Json one = object({{"PartNumber", last}, {"LastModified", seconds_of(part.modified_ms)}, {"ETag", shown_etag(part.etag)}, {"Size", part.size}});
    show_checksum(part.checksum, one, WithType::no);
    parts.push_back(std::move(one));
  }
  Json answer = object({{"Bucket", place.bucket}, {"Key", upload.key}, {"UploadId", text_at(call.input, "UploadId")},
                        {"PartNumberMarker", after}, {"NextPartNumberMarker", last}, {"MaxParts", most}, {"IsTruncated", more}});
  if (!parts.empty()) set(answer, "Parts", std::move(parts));
  set(answer, "Initiator", initiator_of(upload, place.account));
  set(answer, "Owner", owner_of(place.account));
  set_text(answer, "StorageClass", upload.traits.storage_class);
  show_algorithm(upload, answer);
  return answer;
}

Json S3::list_multipart_uploads(const Call& call) {
  Place place = place_of(call);
  const bool encoded = has(call.input, "EncodingType");
  auto coded = [&](const std::string& text) { return encoded ? percent_encode(text, "/") : text; };
  // Two marks that no key holds: behind the key, so that a key's uploads stand together and before longer keys.
  auto position = [](const std::string& key, const std::string& rest) { return key + '\0' + rest; };
  ByKey all;
  uploads_.each(place.prefix(), [&](const std::string& at, const UploadRow& row) {
    std::string id = at.substr(place.prefix().size()), when = std::to_string(row.started_ms);
    all.rows.emplace(position(row.key, std::string(20 - std::min<size_t>(20, when.size()), '0') + when + id), std::make_pair(id, &row));
  });
  PageAsked asked{text_at(call.input, "Prefix"), text_at(call.input, "Delimiter"), "", page_size(call.input, "MaxUploads", "max-uploads", limits_.page)};
  const std::string key_marker = text_at(call.input, "KeyMarker"), id_marker = text_at(call.input, "UploadIdMarker");
  if (!key_marker.empty()) {
    const UploadRow* marked = id_marker.empty() ? nullptr : uploads_.find(place.object(id_marker));
    const bool common = !asked.delimiter.empty() && key_marker.ends_with(asked.delimiter);
    asked.after = common ? key_marker : behind(key_marker + '\0');
    if (marked)
      for (const auto& [at, one] : all.rows)
        if (one.first == id_marker) asked.after = at;
  }
  auto page = page_of(all, "", asked);
  Json answer = object({{"Bucket", place.bucket}, {"KeyMarker", coded(key_marker)}, {"UploadIdMarker", id_marker}, {"Prefix", coded(asked.prefix)},
                        {"MaxUploads", asked.most}, {"IsTruncated", page.more}});
  if (!asked.delimiter.empty()) set_text(answer, "Delimiter", coded(asked.delimiter));
  set_if(answer, "EncodingType", find_text(call.input, "EncodingType"));
  if (page.more) {
    set_text(answer, "NextKeyMarker", coded(page.last.substr(0, page.last.find('\0'))));
    if (auto it = all.rows.find(page.last); it != all.rows.end()) set_text(answer, "NextUploadIdMarker", it->second.first);
  }
  Json uploads = array(), prefixes = array();
  for (const auto& it : page.entries) {
    const auto& [id, row] = it->second;
    Json one = object({{"UploadId", id}, {"Key", coded(row->key)}, {"Initiated", seconds_of(row->started_ms)}, {"StorageClass", row->traits.storage_class},
                       {"Owner", owner_of(place.account)}, {"Initiator", initiator_of(*row, place.account)}});
    show_algorithm(*row, one);
    uploads.push_back(std::move(one));
  }
  for (const auto& prefix : page.prefixes) prefixes.push_back(object({{"Prefix", coded(prefix)}}));
  if (!uploads.empty()) set(answer, "Uploads", std::move(uploads));
  if (!prefixes.empty()) set(answer, "CommonPrefixes", std::move(prefixes));
  return answer;
}

}  // namespace lambent::s3
