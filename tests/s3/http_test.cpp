// S3 as clients speak to it: addresses, documents, headers, codings of bodies.
#include "base/checksums.h"
#include "base/digest.h"
#include "tests/s3/world.h"

namespace lambent::s3 {
namespace {

struct Wire : testing::Test {
  World w;
  Wire() { w.make("abc"); }
  static bool holds(const HttpResponse& r, const std::string& text) { return r.body.find(text) != std::string::npos; }
};

TEST_F(Wire, BucketsStandInPathsAndHosts) {
  EXPECT_EQ(w.http("PUT", "/abc/a%20b/c%2Bd", "hello").status, 200);
  for (auto [host, target] : std::initializer_list<std::pair<const char*, const char*>>{
           {"localhost:4566", "/abc/a%20b/c%2Bd"}, {"127.0.0.1:4566", "/abc/a%20b/c%2Bd"}, {"abc.localhost:4566", "/a%20b/c%2Bd"},
           {"abc.s3.localhost.localstack.cloud:4566", "/a%20b/c%2Bd"}, {"abc.s3.us-east-1.amazonaws.com", "/a%20b/c%2Bd"}, {"abc.s3.amazonaws.com", "/a%20b/c%2Bd"},
           {"abc.s3.eu-west-1.localhost.localstack.cloud", "/a%20b/c%2Bd"}, {"s3.us-east-1.amazonaws.com", "/abc/a%20b/c%2Bd"}, {"s3.localhost:4566", "/abc/a%20b/c%2Bd"},
           {"abc.s3.localhost:4566", "/a%20b/c%2Bd"}, {"abc.s3-us-west-2.amazonaws.com", "/a%20b/c%2Bd"}})
    EXPECT_EQ(w.http("GET", target, "", {{"Host", host}}).body, "hello") << host;
  EXPECT_TRUE(holds(w.http("GET", "/", "", {{"Host", "abc.s3.amazonaws.com"}}), "<Key>a b/c+d</Key>"));
  w.make("a.b.c");
  w.http("PUT", "/k", "dotted", {{"Host", "a.b.c.s3.amazonaws.com"}});
  EXPECT_EQ(w.get("a.b.c", "k"), "dotted");
}

TEST_F(Wire, KeysKeepTheirSlashes) {
  w.http("PUT", "/abc//a//b/", "x");
  EXPECT_EQ(w.keys(w.call("ListObjects", object({{"Bucket", "abc"}}))), "/a//b/");
  EXPECT_EQ(w.http("GET", "/abc//a//b/").body, "x");
  EXPECT_EQ(w.http("GET", "/abc/a/b").status, 404);
}

TEST_F(Wire, OperationsAreToldApart) {
  auto operation = [&](const char* method, const char* target, std::vector<std::pair<std::string, std::string>> fields = {}) {
    w.http(method, target, "", std::move(fields));
    const auto& entries = w.journal.entries();
    for (auto it = entries.rbegin(); it != entries.rend(); ++it)
      if (auto* call = std::get_if<CallEntry>(&it->data)) return call->operation;
    return std::string("none");
  };
  EXPECT_EQ(operation("GET", "/abc"), "ListObjects");
  EXPECT_EQ(operation("GET", "/abc/?list-type=2"), "ListObjectsV2");
  EXPECT_EQ(operation("GET", "/abc?location"), "GetBucketLocation");
  EXPECT_EQ(operation("GET", "/abc?uploads="), "ListMultipartUploads");
  EXPECT_EQ(operation("GET", "/abc?versions"), "ListObjectVersions");
  EXPECT_EQ(operation("GET", "/abc?lifecycle"), "GetBucketLifecycleConfiguration");
  EXPECT_EQ(operation("GET", "/abc?analytics"), "ListBucketAnalyticsConfigurations");
  EXPECT_EQ(operation("GET", "/abc?analytics&id=x"), "GetBucketAnalyticsConfiguration");
  EXPECT_EQ(operation("GET", "/abc/k"), "GetObject");
  EXPECT_EQ(operation("GET", "/abc/k?uploadId=u"), "ListParts");
  EXPECT_EQ(operation("GET", "/abc/k?tagging"), "GetObjectTagging");
  EXPECT_EQ(operation("HEAD", "/abc/k"), "HeadObject");
  EXPECT_EQ(operation("PUT", "/abc/k"), "PutObject");
  EXPECT_EQ(operation("PUT", "/abc/k", {{"x-amz-copy-source", "abc/k"}}), "CopyObject");
  EXPECT_EQ(operation("PUT", "/abc/k?partNumber=1&uploadId=u"), "UploadPart");
  EXPECT_EQ(operation("PUT", "/abc/k?partNumber=1&uploadId=u", {{"x-amz-copy-source", "abc/k"}}), "UploadPartCopy");
  EXPECT_EQ(operation("POST", "/abc/k?uploads"), "CreateMultipartUpload");
  EXPECT_EQ(operation("DELETE", "/abc/k?uploadId=u"), "AbortMultipartUpload");
  EXPECT_EQ(operation("DELETE", "/abc/k"), "DeleteObject");
  EXPECT_EQ(operation("GET", "/", {{"Host", "s3.amazonaws.com"}}), "ListBuckets");
  HttpResponse wrong = w.http("POST", "/abc/k");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_TRUE(holds(wrong, "<Code>MethodNotAllowed</Code>")) << wrong.body;
  HttpResponse form = w.http("POST", "/abc", "--x", {{"Content-Type", "multipart/form-data; boundary=x"}});
  EXPECT_EQ(form.status, 501);
  EXPECT_TRUE(holds(form, "PostObject")) << form.body;
  EXPECT_EQ(w.http("GET", "/favicon.ico").status, 404);
  EXPECT_TRUE(holds(w.http("GET", "/No_bucket"), "not_found")) << "no bucket can be called so";
}

TEST_F(Wire, FaultsStandAloneWithIds) {
  HttpResponse none = w.http("GET", "/abc/no%20key");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.headers.get("Content-Type"), "application/xml");
  const std::string id(none.headers.get("x-amz-request-id")), host(none.headers.get("x-amz-id-2"));
  EXPECT_EQ(id.size(), 16u);
  EXPECT_EQ(none.body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>no key</Key><RequestId>" + id +
                           "</RequestId><HostId>" + host + "</HostId></Error>");
  EXPECT_TRUE(holds(w.http("GET", "/no-bucket/k"), "<Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>no-bucket</BucketName>"));
  EXPECT_TRUE(holds(w.http("GET", "/abc?max-keys=many"), "<Message>Provided max-keys not an integer or within integer range</Message><ArgumentName>max-keys</ArgumentName>"));
  EXPECT_EQ(w.http("GET", "/abc?max-keys=").status, 200);
  EXPECT_TRUE(holds(w.http("POST", "/abc?delete", "<Delete>"), "<Code>MalformedXML</Code>"));
  EXPECT_TRUE(holds(w.http("POST", "/abc?delete", "<Delete><Object><VersionId>1</VersionId></Object></Delete>"), "<Code>MalformedXML</Code>"));
}

TEST_F(Wire, DocumentsHaveTheirRoots) {
  const std::string xmlns = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
  EXPECT_TRUE(holds(w.http("GET", "/", "", {{"Host", "s3.localhost"}}), "<ListAllMyBucketsResult" + xmlns));
  EXPECT_TRUE(holds(w.http("GET", "/abc?list-type=2"), "<ListBucketResult" + xmlns));
  EXPECT_TRUE(holds(w.http("POST", "/abc/k?uploads"), "<InitiateMultipartUploadResult" + xmlns + "<Bucket>abc</Bucket>"));
  EXPECT_TRUE(holds(w.http("GET", "/abc?location"), "<LocationConstraint" + xmlns + "</LocationConstraint>"));
  w.call("CreateBucket", parse_json(R"({"Bucket":"europe","CreateBucketConfiguration":{"LocationConstraint":"eu-west-1"}})"));
  EXPECT_TRUE(holds(w.http("GET", "/europe?location"), "<LocationConstraint" + xmlns + "eu-west-1</LocationConstraint>"));
  w.http("PUT", "/abc/k", "x");
  EXPECT_TRUE(holds(w.http("PUT", "/abc/copy", "", {{"x-amz-copy-source", "/abc/k"}}), "<CopyObjectResult" + xmlns + "<ETag>"));
  EXPECT_TRUE(holds(w.http("POST", "/abc?delete", "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Object><Key>copy</Key></Object></Delete>"), "<DeleteResult" + xmlns + "<Deleted><Key>copy</Key>"));
  w.http("PUT", "/abc?tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>");
  EXPECT_TRUE(holds(w.http("GET", "/abc?tagging"), "<Tagging" + xmlns + "<TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>"));
}

TEST_F(Wire, HeadersAreThoseOfTheObject) {
  HttpResponse put = w.http("PUT", "/abc/k", "hello", {{"Content-Type", "text/plain"}, {"x-amz-meta-Author", "me"}, {"Cache-Control", "no-cache"}});
  EXPECT_EQ(put.headers.get("ETag"), "\"5d41402abc4b2a76b9719d911017c592\"");
  EXPECT_EQ(put.headers.get("x-amz-server-side-encryption"), "AES256");
  HttpResponse got = w.http("GET", "/abc/k?response-content-disposition=attachment");
  EXPECT_EQ(got.headers.get("Content-Type"), "text/plain");
  EXPECT_EQ(got.headers.get("x-amz-meta-author"), "me");
  EXPECT_EQ(got.headers.get("Cache-Control"), "no-cache");
  EXPECT_EQ(got.headers.get("Content-Disposition"), "attachment");
  EXPECT_EQ(got.headers.get("Last-Modified"), "Tue, 14 Nov 2023 22:13:20 GMT");
  EXPECT_FALSE(got.headers.has("x-amz-checksum-crc64nvme"));
  EXPECT_TRUE(w.http("GET", "/abc/k", "", {{"x-amz-checksum-mode", "ENABLED"}}).headers.has("x-amz-checksum-crc64nvme"));
  HttpResponse part = w.http("GET", "/abc/k", "", {{"Range", "bytes=1-2"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "el");
  EXPECT_EQ(part.headers.get("Content-Range"), "bytes 1-2/5");
  HttpResponse same = w.http("GET", "/abc/k", "", {{"If-None-Match", "\"5d41402abc4b2a76b9719d911017c592\""}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(same.headers.get("ETag"), "\"5d41402abc4b2a76b9719d911017c592\"");
  EXPECT_EQ(w.http("GET", "/abc/k", "", {{"If-Modified-Since", "yesterday"}}).status, 200) << "what is no date is passed over";
  HttpResponse head = w.http("HEAD", "/abc/k");
  EXPECT_EQ(head.headers.get("Content-Length"), "5");
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(w.http("HEAD", "/abc/none").status, 404);
  EXPECT_EQ(w.http("DELETE", "/abc/k").status, 204);
}

TEST_F(Wire, BodiesAreUnwrappedAndChecked) {
  const std::string sum = base64_encode(*checksum_of("CRC32", "hello world"));
  std::vector<std::pair<std::string, std::string>> fields{{"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"}, {"Content-Encoding", "gzip,aws-chunked"},
                                                          {"x-amz-decoded-content-length", "11"}, {"x-amz-trailer", "x-amz-checksum-crc32"}};
  const std::string body = "6\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:" + sum + "\r\n\r\n";
  HttpResponse put = w.http("PUT", "/abc/k", body, fields);
  EXPECT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(put.headers.get("x-amz-checksum-crc32"), sum);
  HttpResponse got = w.http("GET", "/abc/k");
  EXPECT_EQ(got.body, "hello world");
  EXPECT_EQ(got.headers.get("Content-Encoding"), "gzip");
  EXPECT_TRUE(holds(w.http("PUT", "/abc/k", replace_all(body, sum, "AAAAAA=="), fields), "<Code>BadDigest</Code>"));
  EXPECT_TRUE(holds(w.http("PUT", "/abc/k", body.substr(0, 20), fields), "<Code>IncompleteBody</Code>"));
  EXPECT_TRUE(holds(w.http("PUT", "/abc/k", "0\r\n\r\n", fields), "<Code>IncompleteBody</Code>"));
  EXPECT_TRUE(holds(w.http("PUT", "/abc/k", "6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n", fields), "<Code>MalformedTrailerError</Code>"));
  EXPECT_TRUE(holds(w.http("PUT", "/abc/k", "hello", {{"x-amz-content-sha256", hex_encode(sha256("other"))}}), "<Code>XAmzContentSHA256Mismatch</Code>"));
  EXPECT_EQ(w.http("PUT", "/abc/k", "hello", {{"x-amz-content-sha256", hex_encode(sha256("hello"))}}).status, 200);
  const std::string doc = "<Delete><Object><Key>k</Key></Object></Delete>";
  EXPECT_TRUE(holds(w.http("POST", "/abc?delete", doc, {{"Content-MD5", base64_encode(md5("x"))}}), "<Code>BadDigest</Code>"));
  EXPECT_TRUE(holds(w.http("POST", "/abc?delete", doc, {{"x-amz-checksum-crc32", "AAAAAA=="}}), "<Code>BadDigest</Code>"));
  EXPECT_EQ(w.http("POST", "/abc?delete", doc, {{"Content-MD5", base64_encode(md5(doc))}}).status, 200);
}

TEST_F(Wire, PagesOfOtherSitesGetNothingAndObjectsAreNoPagesOfOurs) {
  w.http("PUT", "/abc/page.html", "<script>1</script>", {{"Content-Type", "text/html"}});
  EXPECT_EQ(w.http("GET", "/abc/page.html", "", {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}}).status, 403);
  EXPECT_EQ(w.http("PUT", "/abc/page.html", "x", {{"Origin", "http://evil.example"}}).status, 403);
  HttpResponse shown = w.http("GET", "/abc/page.html", "", {{"Sec-Fetch-Site", "none"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}});
  EXPECT_EQ(shown.status, 200);
  EXPECT_TRUE(shown.headers.get("Content-Security-Policy").starts_with("sandbox")) << "the page may not act as one of this address";
  EXPECT_TRUE(w.http("GET", "/abc/page.html", "", {{"Accept", "text/html,*/*;q=0.8"}}).headers.has("Content-Security-Policy")) << "a browser that does not say more";
  EXPECT_FALSE(w.http("GET", "/abc/page.html").headers.has("Content-Security-Policy"));
}

}  // namespace
}  // namespace lambent::s3
