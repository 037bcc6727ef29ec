// Objects: bytes, headers, metadata, checksums, conditions, ranges, copies, deletions.
#include "base/checksums.h"
#include "base/digest.h"
#include "tests/s3/world.h"

namespace lambent::s3 {
namespace {

struct Objects : testing::Test {
  World w;
  Objects() { w.make("abc"); }
  Json head(const std::string& key, Json more = Json::object()) { return w.call("HeadObject", World::at("abc", key, std::move(more))); }
  std::string put_fault(Json more) {
    w.put("abc", "k", "hello", std::move(more));
    return w.fault();
  }
};

TEST_F(Objects, BytesComeBackAsTheyWere) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  Json answer = w.put("abc", "a/b c?ä", all);
  EXPECT_EQ(text_at(answer, "ETag"), "\"" + hex_encode(md5(all)) + "\"");
  EXPECT_EQ(w.get("abc", "a/b c?ä"), all);
  w.put("abc", "a/b c?ä", "");
  EXPECT_EQ(w.get("abc", "a/b c?ä"), "") << "an object is replaced";
  EXPECT_EQ(w.get("abc", "none"), "NoSuchKey: The specified key does not exist.");
  EXPECT_EQ(w.get("nobucket", "k"), "NoSuchBucket: The specified bucket does not exist");
  EXPECT_EQ(w.code_of("PutObject", World::at("abc", std::string(1025, 'k'))), "KeyTooLongError");
}

TEST_F(Objects, HeadersAndMetadataAreKept) {
  w.put("abc", "k", "hello", parse_json(R"({"ContentType":"text/plain","CacheControl":"max-age=5","ContentDisposition":"inline","ContentEncoding":"gzip","ContentLanguage":"de",
    "Expires":"whenever","Metadata":{"Author":"Me","b":"2"},"StorageClass":"STANDARD_IA"})"));
  Json answer = head("k");
  EXPECT_EQ(text_at(answer, "ContentType"), "text/plain");
  EXPECT_EQ(text_at(answer, "Expires"), "whenever");
  EXPECT_EQ(answer["Metadata"], parse_json(R"({"author":"Me","b":"2"})"));
  EXPECT_EQ(text_at(answer, "StorageClass"), "STANDARD_IA");
  EXPECT_EQ(int_at(answer, "ContentLength"), 5);
  EXPECT_FALSE(has(answer, "Body"));
  w.put("abc", "plain", "x");
  EXPECT_EQ(text_at(head("plain"), "ContentType"), "binary/octet-stream");
  EXPECT_FALSE(has(head("plain"), "StorageClass")) << "shown only if it is another than the usual one";
  Json other = w.call("GetObject", World::at("abc", "k", object({{"ResponseContentType", "a/b"}, {"ResponseExpires", "never"}})));
  EXPECT_EQ(text_at(other, "ContentType"), "a/b");
  EXPECT_EQ(text_at(other, "Expires"), "never");
  EXPECT_EQ(put_fault(object({{"Metadata", object({{"a", std::string(2048, 'x')}})}})), "MetadataTooLarge: Your metadata headers exceed the maximum allowed metadata size");
}

TEST_F(Objects, ATimeFromInsideIsShownAsADate) {
  for (auto [seconds, shown] : {std::pair{1700000000.0, "Tue, 14 Nov 2023 22:13:20 GMT"}, {-1e300, "Thu, 01 Jan 1970 00:00:00 GMT"}, {1e300, "Sun, 06 Jul 2223 14:13:20 GMT"}}) {
    w.put("abc", "k", "x", object({{"Expires", seconds}}));
    EXPECT_EQ(text_at(w.call("HeadObject", World::at("abc", "k")), "Expires"), shown);
  }
}

TEST_F(Objects, ChecksumsAreComparedKeptAndShownIfAsked) {
  EXPECT_EQ(put_fault(object({{"ChecksumCRC32", "NhCmhg=="}})), "none");
  EXPECT_FALSE(has(head("k"), "ChecksumCRC32"));
  Json asked = head("k", object({{"ChecksumMode", "ENABLED"}}));
  EXPECT_EQ(text_at(asked, "ChecksumCRC32"), "NhCmhg==");
  EXPECT_EQ(text_at(asked, "ChecksumType"), "FULL_OBJECT");
  EXPECT_EQ(put_fault(object({{"ChecksumCRC32", "AAAAAA=="}})), "BadDigest: The CRC32 you specified did not match the calculated checksum.");
  EXPECT_EQ(put_fault(object({{"ChecksumCRC32", "AAAA"}})), "InvalidRequest: Value for x-amz-checksum-crc32 header is invalid.");
  EXPECT_EQ(put_fault(object({{"ChecksumCRC32", "NhCmhg=="}, {"ChecksumSHA1", "x"}})),
            "InvalidRequest: Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  EXPECT_EQ(put_fault(object({{"ChecksumXXHASH3", "x"}})), "NotImplemented: s3: the checksum XXHASH3 is not emulated by lambent");
  EXPECT_EQ(put_fault(object({{"ContentMD5", base64_encode(md5("hello"))}})), "none");
  EXPECT_EQ(put_fault(object({{"ContentMD5", base64_encode(md5("other"))}})), "BadDigest: The Content-MD5 you specified did not match what we received.");
  EXPECT_EQ(put_fault(object({{"ContentMD5", "abc"}})), "InvalidDigest: The Content-MD5 you specified was invalid.");
  Json plain = w.put("abc", "k", "hello");
  EXPECT_EQ(text_at(plain, "ChecksumCRC64NVME"), base64_encode(*checksum_of("CRC64NVME", "hello"))) << "S3's own where none is given";
  Json wanted = w.put("abc", "k", "hello", object({{"ChecksumAlgorithm", "SHA256"}}));
  EXPECT_EQ(text_at(wanted, "ChecksumSHA256"), base64_encode(sha256("hello")));
}

TEST_F(Objects, ReadsMayHaveConditions) {
  Json put = w.put("abc", "k", "hello", object({{"CacheControl", "no-store"}}));
  const std::string etag = text_at(put, "ETag");
  auto outcome = [&](Json more) {
    std::string got = w.get("abc", "k", std::move(more));
    return w.error ? std::to_string(w.error->status()) + " " + w.error->code() : got;
  };
  EXPECT_EQ(outcome(object({{"IfMatch", etag}})), "hello");
  EXPECT_EQ(outcome(object({{"IfMatch", "\"other\", " + etag}})), "hello");
  EXPECT_EQ(outcome(object({{"IfMatch", "\"other\""}})), "412 PreconditionFailed");
  EXPECT_EQ(text_at(w.error->fields(), "Condition"), "If-Match");
  EXPECT_EQ(outcome(object({{"IfNoneMatch", etag}})), "304 NotModified");
  EXPECT_EQ(text_at(w.error->fields(), "ETag"), etag);
  EXPECT_EQ(text_at(w.error->fields(), "Cache-Control"), "no-store");
  EXPECT_EQ(outcome(object({{"IfNoneMatch", "*"}})), "304 NotModified");
  EXPECT_EQ(outcome(object({{"IfModifiedSince", 1700000000}})), "304 NotModified");
  EXPECT_EQ(outcome(object({{"IfModifiedSince", 1699999999}})), "hello");
  EXPECT_EQ(outcome(object({{"IfUnmodifiedSince", 1699999999}})), "412 PreconditionFailed");
  EXPECT_EQ(outcome(object({{"IfUnmodifiedSince", 1700000000}})), "hello");
  EXPECT_EQ(outcome(object({{"IfMatch", etag}, {"IfUnmodifiedSince", 1699999999}})), "hello") << "the ETag outweighs the time";
  EXPECT_EQ(outcome(object({{"IfNoneMatch", "\"other\""}, {"IfModifiedSince", 1700000000}})), "hello");
}

TEST_F(Objects, WritesMayHaveConditions) {
  const std::string etag = text_at(w.put("abc", "k", "hello", object({{"IfNoneMatch", "*"}})), "ETag");
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(put_fault(object({{"IfNoneMatch", "*"}})), "PreconditionFailed: At least one of the pre-conditions you specified did not hold");
  EXPECT_EQ(put_fault(object({{"IfNoneMatch", etag}})), "NotImplemented: A header you provided implies functionality that is not implemented");
  EXPECT_EQ(put_fault(object({{"IfMatch", etag}})), "none");
  EXPECT_EQ(put_fault(object({{"IfMatch", "\"other\""}})).substr(0, 18), "PreconditionFailed");
  EXPECT_EQ(w.code_of("PutObject", World::at("abc", "new", object({{"IfMatch", etag}}))), "NoSuchKey");
  EXPECT_EQ(w.code_of("DeleteObject", World::at("abc", "k", object({{"IfMatch", "\"other\""}}))), "PreconditionFailed");
  EXPECT_EQ(w.get("abc", "k"), "hello");
}

TEST_F(Objects, RangesAreCutOut) {
  w.put("abc", "k", "0123456789");
  auto range = [&](const char* text) { return w.get("abc", "k", object({{"Range", text}})); };
  EXPECT_EQ(range("bytes=2-4"), "234");
  EXPECT_EQ(range("bytes=7-"), "789");
  EXPECT_EQ(range("bytes=-3"), "789");
  EXPECT_EQ(range("bytes=8-99"), "89");
  EXPECT_EQ(range("bytes=-99"), "0123456789");
  for (const char* passed_over : {"bytes=4-2", "lines=1-2", "bytes=a-", "bytes=1-2,4-5", "bytes=-"}) EXPECT_EQ(range(passed_over), "0123456789") << passed_over;
  EXPECT_EQ(range("bytes=10-"), "InvalidRange: The requested range is not satisfiable");
  EXPECT_EQ(w.error->status(), 416);
  EXPECT_EQ(text_at(w.error->fields(), "ActualObjectSize"), "10");
  EXPECT_EQ(range("bytes=-0").substr(0, 12), "InvalidRange");
  Json answer = w.call("GetObject", World::at("abc", "k", object({{"Range", "bytes=2-4"}, {"ChecksumMode", "ENABLED"}})));
  EXPECT_EQ(text_at(answer, "ContentRange"), "bytes 2-4/10");
  EXPECT_FALSE(has(answer, "ChecksumCRC64NVME")) << "it is not that of the range";
  w.put("abc", "empty", "");
  EXPECT_EQ(w.get("abc", "empty", object({{"Range", "bytes=0-"}})).substr(0, 12), "InvalidRange");
}

TEST_F(Objects, CopiesKeepOrReplaceWhatAnObjectIs) {
  w.put("abc", "a b", "hello", parse_json(R"({"ContentType":"text/plain","Metadata":{"x":"1"},"Tagging":"t=1&u=2","StorageClass":"STANDARD_IA"})"));
  auto copy = [&](const std::string& to, Json more, const std::string& from = "abc/a%20b") {
    more["CopySource"] = from;
    return w.fault_of("CopyObject", World::at("abc", to, std::move(more)));
  };
  EXPECT_EQ(copy("b", Json::object()), "none");
  Json b = head("b");
  EXPECT_EQ(text_at(b, "ContentType"), "text/plain");
  EXPECT_EQ(b["Metadata"], object({{"x", "1"}}));
  EXPECT_EQ(int_at(b, "TagCount"), 2);
  EXPECT_FALSE(has(b, "StorageClass")) << "a copy has the usual class";
  EXPECT_EQ(copy("c", parse_json(R"({"MetadataDirective":"REPLACE","Metadata":{"y":"2"},"TaggingDirective":"REPLACE","Tagging":"n=1"})"), "/abc/a%20b"), "none");
  Json c = head("c");
  EXPECT_EQ(text_at(c, "ContentType"), "binary/octet-stream");
  EXPECT_EQ(c["Metadata"], object({{"y", "2"}}));
  EXPECT_EQ(int_at(c, "TagCount"), 1);
  EXPECT_EQ(w.get("abc", "c"), "hello");
  EXPECT_EQ(copy("a b", Json::object()).substr(0, 14), "InvalidRequest");
  EXPECT_EQ(copy("a b", object({{"MetadataDirective", "REPLACE"}})), "none");
  EXPECT_EQ(copy("d", Json::object(), "abc/none"), "NoSuchKey: The specified key does not exist.");
  EXPECT_EQ(copy("d", Json::object(), "other/k"), "NoSuchBucket: The specified bucket does not exist");
  EXPECT_EQ(copy("d", Json::object(), "abc").substr(0, 15), "InvalidArgument");
  EXPECT_EQ(copy("d", object({{"CopySourceIfMatch", "\"x\""}})), "PreconditionFailed: At least one of the pre-conditions you specified did not hold");
  EXPECT_EQ(text_at(w.error->fields(), "Condition"), "x-amz-copy-source-if-match");
  EXPECT_EQ(copy("d", object({{"ChecksumAlgorithm", "SHA1"}})), "none");
  EXPECT_EQ(text_at(head("d", object({{"ChecksumMode", "ENABLED"}})), "ChecksumSHA1"), base64_encode(sha1("hello")));
}

TEST_F(Objects, DeletionsOfManyTellOfEach) {
  for (const char* key : {"a", "b", "kept"}) w.put("abc", key, "x");
  EXPECT_EQ(w.fault_of("DeleteObject", World::at("abc", "none")), "none");
  w.caller = role("keeper");
  Json answer = w.call("DeleteObjects", parse_json(R"({"Bucket":"abc","Delete":{"Objects":[{"Key":"a"},{"Key":"kept"},{"Key":"none"}]}})"));
  EXPECT_EQ(answer["Deleted"], parse_json(R"([{"Key":"a"},{"Key":"none"}])"));
  ASSERT_EQ(answer["Errors"].size(), 1u);
  EXPECT_EQ(text_at(answer["Errors"][0], "Code"), "AccessDenied");
  EXPECT_EQ(text_at(answer["Errors"][0], "Key"), "kept");
  Json quiet = w.call("DeleteObjects", parse_json(R"({"Bucket":"abc","Delete":{"Quiet":true,"Objects":[{"Key":"b"}]}})"));
  EXPECT_EQ(quiet, Json::object());
  EXPECT_EQ(w.keys(w.call("ListObjectsV2", object({{"Bucket", "abc"}}))), "kept");
  EXPECT_EQ(w.code_of("DeleteObjects", parse_json(R"({"Bucket":"abc","Delete":{"Objects":[]}})")), "MalformedXML");
}

TEST_F(Objects, TagsAreReadFromBothForms) {
  EXPECT_EQ(put_fault(object({{"Tagging", "a=1&b=%20"}})), "none");
  EXPECT_EQ(w.call("GetObjectTagging", World::at("abc", "k"))["TagSet"], parse_json(R"([{"Key":"a","Value":"1"},{"Key":"b","Value":" "}])"));
  Json eleven = array();
  for (int i = 0; i < 11; ++i) eleven.push_back(object({{"Key", "k" + std::to_string(i)}, {"Value", ""}}));
  EXPECT_EQ(w.fault_of("PutObjectTagging", World::at("abc", "k", object({{"Tagging", object({{"TagSet", eleven}})}}))), "BadRequest: Object tags cannot be greater than 10");
  EXPECT_EQ(w.code_of("PutObjectTagging", World::at("abc", "none", parse_json(R"({"Tagging":{"TagSet":[]}})"))), "NoSuchKey");
  w.call("DeleteObjectTagging", World::at("abc", "k"));
  EXPECT_EQ(w.call("GetObjectTagging", World::at("abc", "k"))["TagSet"], array());
  EXPECT_EQ(w.get("abc", "k"), "hello");
}

TEST_F(Objects, WhatWouldActIsRefusedByName) {
  EXPECT_EQ(put_fault(object({{"ServerSideEncryption", "aws:kms"}})), "NotImplemented: s3: ServerSideEncryption aws:kms is not emulated by lambent");
  EXPECT_EQ(put_fault(object({{"ServerSideEncryption", "AES256"}})), "none");
  EXPECT_EQ(put_fault(object({{"SSECustomerAlgorithm", "AES256"}})), "NotImplemented: s3: SSECustomerAlgorithm is not emulated by lambent");
  EXPECT_EQ(put_fault(object({{"ObjectLockMode", "GOVERNANCE"}})), "NotImplemented: s3: ObjectLockMode is not emulated by lambent");
  EXPECT_EQ(put_fault(object({{"ACL", "public-read"}})), "AccessControlListNotSupported: The bucket does not allow ACLs");
  EXPECT_EQ(put_fault(object({{"ACL", "bucket-owner-full-control"}})), "none");
  EXPECT_EQ(put_fault(object({{"GrantRead", "id=1"}})), "AccessControlListNotSupported: The bucket does not allow ACLs");
  EXPECT_EQ(put_fault(object({{"StorageClass", "GLACIER"}})), "NotImplemented: s3: StorageClass GLACIER is not emulated by lambent");
  EXPECT_EQ(put_fault(object({{"StorageClass", "COLD"}})), "InvalidStorageClass: The storage class you specified is not valid");
  EXPECT_EQ(w.get("abc", "k", object({{"VersionId", "abc"}})), "InvalidArgument: Invalid version id specified");
}

TEST(Memory, BytesOfAllBucketsTogetherAreLimited) {
  World w("", {.bytes = 10});
  w.make("abc");
  w.make("def");
  w.put("abc", "a", "123456");
  w.put("def", "b", "12345");
  EXPECT_EQ(w.error->code(), "EntityTooLarge");
  EXPECT_NE(w.fault().find("at most 10 bytes of all buckets together"), std::string::npos);
  EXPECT_EQ(w.get("def", "b").substr(0, 9), "NoSuchKey");
  w.put("def", "b", "1234");
  EXPECT_EQ(w.fault(), "none");
  w.call("DeleteObject", World::at("abc", "a"));
  w.put("def", "c", "123456");
  EXPECT_EQ(w.fault(), "none") << "what is deleted makes room";
}

}  // namespace
}  // namespace lambent::s3
