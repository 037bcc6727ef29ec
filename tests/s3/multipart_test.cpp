// Objects that come in parts.
#include "base/checksums.h"
#include "base/digest.h"
#include "tests/s3/world.h"

namespace lambent::s3 {
namespace {

struct Multipart : testing::Test {
  World w{"", {.smallest_part = 4}};
  std::string id;
  Multipart() { w.make("abc"); }
  Json of(Json more = Json::object()) { return World::at("abc", "big", std::move(more)); }
  void begin(Json more = Json::object()) { id = text_at(w.call("CreateMultipartUpload", of(std::move(more))), "UploadId"); }
  std::string part(int number, const std::string& body, Json more = Json::object()) {
    more["UploadId"] = id;
    more["PartNumber"] = number;
    more["Body"] = body;
    return text_at(w.call("UploadPart", of(std::move(more))), "ETag");
  }
  Json complete(std::vector<std::pair<int, std::string>> parts, Json more = Json::object()) {
    Json list = array();
    for (const auto& [number, etag] : parts) list.push_back(object({{"PartNumber", number}, {"ETag", etag}}));
    more["UploadId"] = id;
    more["MultipartUpload"] = object({{"Parts", std::move(list)}});
    return w.call("CompleteMultipartUpload", of(std::move(more)));
  }
};

TEST_F(Multipart, PartsBecomeOneObject) {
  begin(parse_json(R"({"ContentType":"text/plain","Metadata":{"a":"1"},"Tagging":"t=1"})"));
  std::string two = part(2, "world"), one = part(1, "hello");
  part(7, "left out");
  EXPECT_EQ(w.get("abc", "big"), "NoSuchKey: The specified key does not exist.") << "not before it is complete";
  Json done = complete({{1, one}, {2, two}});
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(text_at(done, "ETag"), "\"" + hex_encode(md5(md5("hello") + md5("world"))) + "-2\"");
  EXPECT_EQ(text_at(done, "ChecksumCRC64NVME"), base64_encode(*checksum_of("CRC64NVME", "helloworld")));
  EXPECT_EQ(w.get("abc", "big"), "helloworld");
  Json second = w.call("GetObject", of(object({{"PartNumber", 2}})));
  EXPECT_EQ(text_at(second, "Body"), "world");
  EXPECT_EQ(text_at(second, "ContentRange"), "bytes 5-9/10");
  EXPECT_EQ(int_at(second, "PartsCount"), 2);
  EXPECT_EQ(text_at(second, "ContentType"), "text/plain");
  EXPECT_EQ(int_at(second, "TagCount"), 1);
  EXPECT_EQ(w.get("abc", "big", object({{"PartNumber", 3}})), "InvalidPartNumber: The requested partnumber is not satisfiable");
  EXPECT_EQ(w.code_of("ListParts", of(object({{"UploadId", id}}))), "NoSuchUpload");
}

TEST_F(Multipart, TheListOfPartsIsChecked) {
  begin();
  std::string one = part(1, "abc"), two = part(2, "defg");
  complete({{1, one}, {2, two}});
  EXPECT_EQ(w.fault(), "EntityTooSmall: Your proposed upload is smaller than the minimum allowed size");
  EXPECT_EQ(text_at(w.error->fields(), "MinSizeAllowed"), "4");
  one = part(1, "abcd");
  complete({{1, one}, {3, two}});
  EXPECT_EQ(w.error->code(), "InvalidPart");
  complete({{1, two}, {2, two}});
  EXPECT_EQ(w.error->code(), "InvalidPart");
  complete({{2, two}, {1, one}});
  EXPECT_EQ(w.fault(), "InvalidPartOrder: The list of parts was not in ascending order. Parts must be ordered by part number.");
  complete({});
  EXPECT_EQ(w.error->code(), "MalformedXML");
  complete({{1, one}, {2, two}}, object({{"MpuObjectSize", 9}}));
  EXPECT_EQ(w.error->code(), "InvalidRequest");
  complete({{1, one}, {2, two}}, object({{"IfNoneMatch", "*"}, {"MpuObjectSize", 8}}));
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(w.get("abc", "big"), "abcddefg");
}

TEST_F(Multipart, ChecksumsAreOfThePartsOrOfTheWhole) {
  begin(object({{"ChecksumAlgorithm", "SHA256"}}));
  std::string one = part(1, "hello", object({{"ChecksumSHA256", base64_encode(sha256("hello"))}})), two = part(2, "world");
  part(3, "x", object({{"ChecksumCRC32", base64_encode(*checksum_of("CRC32", "x"))}}));
  EXPECT_EQ(w.fault(), "InvalidRequest: Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32");
  Json done = complete({{1, one}, {2, two}});
  const std::string composite = base64_encode(sha256(sha256("hello") + sha256("world"))) + "-2";
  EXPECT_EQ(text_at(done, "ChecksumSHA256"), composite);
  EXPECT_EQ(text_at(done, "ChecksumType"), "COMPOSITE");
  Json attributes = w.call("GetObjectAttributes", of(object({{"ObjectAttributes", text_array({"ETag", "Checksum", "ObjectParts", "ObjectSize", "StorageClass"})}})));
  EXPECT_EQ(text_at(attributes["Checksum"], "ChecksumSHA256"), composite);
  EXPECT_EQ(int_at(attributes["ObjectParts"], "TotalPartsCount"), 2);
  EXPECT_EQ(text_at(attributes["ObjectParts"]["Parts"][1], "ChecksumSHA256"), base64_encode(sha256("world")));
  EXPECT_EQ(int_at(attributes, "ObjectSize"), 10);
  begin(object({{"ChecksumAlgorithm", "CRC32"}, {"ChecksumType", "FULL_OBJECT"}}));
  one = part(1, "hello");
  complete({{1, one}}, object({{"ChecksumCRC32", "AAAAAA=="}}));
  EXPECT_EQ(w.fault(), "BadDigest: The CRC32 you specified did not match the calculated checksum.");
  done = complete({{1, one}}, object({{"ChecksumCRC32", "NhCmhg=="}, {"ChecksumType", "FULL_OBJECT"}}));
  EXPECT_EQ(text_at(done, "ChecksumCRC32"), "NhCmhg==");
  EXPECT_EQ(w.code_of("CreateMultipartUpload", of(object({{"ChecksumAlgorithm", "SHA1"}, {"ChecksumType", "FULL_OBJECT"}}))), "InvalidRequest");
}

TEST_F(Multipart, WithoutAnAlgorithmEachPartMayHaveItsOwn) {
  begin();
  std::string one = part(1, "hello", object({{"ChecksumCRC32", "NhCmhg=="}})), two = part(2, "world", object({{"ChecksumAlgorithm", "SHA1"}}));
  part(3, "x", object({{"ChecksumCRC32", "NhCmhg=="}}));
  EXPECT_EQ(w.fault(), "BadDigest: The CRC32 you specified did not match the calculated checksum.");
  EXPECT_FALSE(has(w.call("ListParts", of(object({{"UploadId", id}}))), "ChecksumAlgorithm"));
  Json done = complete({{1, one}, {2, two}});
  EXPECT_EQ(text_at(done, "ChecksumCRC64NVME"), base64_encode(*checksum_of("CRC64NVME", "helloworld")));
}

TEST_F(Multipart, PartsMayBeCopied) {
  w.put("abc", "source", "0123456789");
  begin();
  auto copy = [&](int number, const char* range) {
    Json input = of(object({{"UploadId", id}, {"PartNumber", number}, {"CopySource", "abc/source"}}));
    if (range) set_text(input, "CopySourceRange", range);
    return w.call("UploadPartCopy", input);
  };
  Json one = copy(1, "bytes=0-4"), two = copy(2, nullptr);
  EXPECT_EQ(text_at(one["CopyPartResult"], "ETag"), "\"" + hex_encode(md5("01234")) + "\"");
  copy(3, "bytes=5-10");
  EXPECT_EQ(w.fault(), "InvalidArgument: Range specified is not valid for source object of size: 10");
  copy(3, "bytes=5-");
  EXPECT_EQ(w.error->code(), "InvalidArgument");
  complete({{1, text_at(one["CopyPartResult"], "ETag")}, {2, text_at(two["CopyPartResult"], "ETag")}});
  EXPECT_EQ(w.get("abc", "big"), "012340123456789");
}

TEST_F(Multipart, WhatIsUnderWayIsListed) {
  begin();
  const std::string first = id;
  w.loop.clock().advance(std::chrono::seconds(1));
  begin();
  for (int n : {1, 2, 10}) part(n, "abcd");
  Json parts = w.call("ListParts", of(object({{"UploadId", id}, {"MaxParts", 2}})));
  EXPECT_EQ(parts["Parts"].size(), 2u);
  EXPECT_TRUE(bool_at(parts, "IsTruncated"));
  EXPECT_EQ(int_at(parts, "NextPartNumberMarker"), 2);
  for (std::int64_t marker : {std::int64_t{-1}, std::int64_t{INT64_MAX}})
    EXPECT_EQ(w.code_of("ListParts", of(object({{"UploadId", id}, {"PartNumberMarker", marker}}))), "InvalidArgument");
  parts = w.call("ListParts", of(object({{"UploadId", id}, {"PartNumberMarker", 2}})));
  ASSERT_EQ(parts["Parts"].size(), 1u);
  EXPECT_EQ(int_at(parts["Parts"][0], "PartNumber"), 10);

  for (const char* key : {"a/1", "a/2", "bigger"}) w.call("CreateMultipartUpload", World::at("abc", key));
  auto uploads = [&](Json more) {
    more["Bucket"] = "abc";
    return w.call("ListMultipartUploads", std::move(more));
  };
  Json all = uploads(Json::object());
  EXPECT_EQ(all["Uploads"].size(), 5u);
  EXPECT_EQ(text_at(all["Uploads"][2], "UploadId"), first) << "of one key the older first";
  Json page = uploads(object({{"MaxUploads", 2}, {"Delimiter", "/"}}));
  EXPECT_EQ(page["CommonPrefixes"], parse_json(R"([{"Prefix":"a/"}])"));
  EXPECT_EQ(text_at(page, "NextKeyMarker"), "big");
  EXPECT_EQ(text_at(page, "NextUploadIdMarker"), first);
  page = uploads(object({{"KeyMarker", "big"}, {"UploadIdMarker", first}, {"Delimiter", "/"}}));
  ASSERT_EQ(page["Uploads"].size(), 2u);
  EXPECT_EQ(text_at(page["Uploads"][0], "UploadId"), id);
  page = uploads(object({{"KeyMarker", "big"}}));
  ASSERT_EQ(page["Uploads"].size(), 1u) << "behind the key, not behind those that begin like it";
  EXPECT_EQ(text_at(page["Uploads"][0], "Key"), "bigger");
}

TEST_F(Multipart, AnAbortedUploadIsGone) {
  begin();
  std::string one = part(1, "abcd");
  EXPECT_EQ(w.fault_of("AbortMultipartUpload", of(object({{"UploadId", id}}))), "none");
  EXPECT_EQ(w.fault_of("AbortMultipartUpload", of(object({{"UploadId", id}}))),
            "NoSuchUpload: The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.");
  complete({{1, one}});
  EXPECT_EQ(w.error->code(), "NoSuchUpload");
  EXPECT_EQ(w.code_of("UploadPart", of(object({{"UploadId", "x"}, {"PartNumber", 1}}))), "NoSuchUpload");
  EXPECT_EQ(w.code_of("UploadPart", of(object({{"UploadId", "x"}, {"PartNumber", 10001}}))), "InvalidArgument");
}

}  // namespace
}  // namespace lambent::s3
