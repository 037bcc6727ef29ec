// The body coding aws-chunked: chunks, signatures, trailers, and what is none.
#include <gtest/gtest.h>

#include "aws/aws_chunked.h"
#include "aws/error.h"
#include "aws/sigv4.h"
#include "base/digest.h"
#include "base/text.h"

namespace lambent {
namespace {

TEST(AwsChunked, ReadsChunksAndTrailers) {
  auto read = parse_aws_chunked("5\r\nhello\r\nA\r\n, \r\n world\r\n0\r\nX-Amz-Checksum-Crc32: abc=\r\nx-amz-trailer-signature:f00\r\n\r\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bytes(), "hello, \r\n world");
  ASSERT_EQ(read->trailers.size(), 1u);
  EXPECT_EQ(read->trailers[0].first, "x-amz-checksum-crc32");
  EXPECT_EQ(read->trailers[0].second, "abc=");
  EXPECT_EQ(read->trailer_signature, "f00");
  read = parse_aws_chunked("0\r\n\r\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bytes(), "");
  read = parse_aws_chunked("1;chunk-signature=ab\r\nx\r\n0;chunk-signature=cd\r\n\r\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->chunks[0].signature, "ab");
  EXPECT_EQ(read->chunks[1].signature, "cd");
}

TEST(AwsChunked, RefusesWhatIsNotWhole) {
  for (const char* bad : {"", "5\r\nhell", "5\r\nhello", "5\r\nhelloxx0\r\n\r\n", "g\r\n", "\r\n", "5;other=1\r\nhello\r\n0\r\n\r\n", "0\r\nno colon\r\n\r\n", "ffffffffffffffffff\r\nx\r\n",
                          "ffffffffffffffff\r\nx\r\n0\r\n\r\n", "5\r\nhello\r\n"})
    EXPECT_FALSE(parse_aws_chunked(bad)) << bad;
}

// The example of the S3 API reference: 66,560 bytes of "a" in chunks of 64 KiB and 1 KiB.
struct Example : testing::Test {
  HttpRequest request;
  const std::string secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  const TimePoint then = TimePoint(std::chrono::seconds(1369353600));  // 20130524T000000Z
  Example() {
    request.method = "PUT";
    request.target = "/examplebucket/chunkObject.txt";
    for (auto [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
             {"Host", "s3.amazonaws.com"},
             {"x-amz-date", "20130524T000000Z"},
             {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
             {"Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                               "SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class, "
                               "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"},
             {"x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"},
             {"Content-Encoding", "aws-chunked"},
             {"x-amz-decoded-content-length", "66560"},
             {"Content-Length", "66824"}})
      request.headers.add(name, value);
    request.body = "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" + std::string(65536, 'a') +
                   "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n" + std::string(1024, 'a') +
                   "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
  }
  std::string verified() {
    try {
      verify_signature(request, *find_signature(request, model::Protocol::rest_xml), secret, model::Protocol::rest_xml, then, then);
      return "yes";
    } catch (const AwsError& e) {
      return e.code();
    }
  }
};

TEST_F(Example, ChunksAreSignedOneByOne) { EXPECT_EQ(verified(), "yes"); }

TEST_F(Example, AChangedByteIsSeen) {
  request.body[100] = 'b';
  EXPECT_EQ(verified(), "SignatureDoesNotMatch");
}

TEST_F(Example, ALateOneIsTold) {
  try {
    TimePoint late = then + std::chrono::hours(1);
    verify_signature(request, *find_signature(request, model::Protocol::rest_xml), secret, model::Protocol::rest_xml, late, late);
    ADD_FAILURE() << "it was taken";
  } catch (const AwsError& e) {
    EXPECT_EQ(e.code(), "RequestTimeTooSkewed");
    EXPECT_EQ(text_at(e.fields(), "MaxAllowedSkewMilliseconds"), "900000");
  }
}

}  // namespace
}  // namespace lambent
