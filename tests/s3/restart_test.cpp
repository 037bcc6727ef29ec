// kill -9 is a World that goes away without concluding anything, and another one on the same file.
#include "base/files.h"
#include "tests/s3/world.h"

namespace lambent::s3 {
namespace {

TEST(Restarts, WhatNoRowCanHoldIsRefusedAndTheRestGoesOn) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  {
    World w(file, {.row = 10, .smallest_part = 1});
    w.make("abc");
    w.put("abc", "k", "12345678901");
    EXPECT_EQ(w.fault(), "EntityTooLarge: Your proposed upload exceeds the maximum allowed size: lambent's data file takes objects of at most 10 bytes");
    const std::string id = text_at(w.call("CreateMultipartUpload", World::at("abc", "big")), "UploadId");
    Json parts = array();
    for (int i = 1; i <= 2; ++i)
      parts.push_back(object({{"PartNumber", i}, {"ETag", w.call("UploadPart", World::at("abc", "big", object({{"UploadId", id}, {"PartNumber", i}, {"Body", "123456"}})))["ETag"]}}));
    Json both = World::at("abc", "big", object({{"UploadId", id}, {"MultipartUpload", object({{"Parts", parts}})}}));
    EXPECT_EQ(w.code_of("CompleteMultipartUpload", both), "EntityTooLarge");
    EXPECT_EQ(w.call("ListParts", World::at("abc", "big", object({{"UploadId", id}})))["Parts"].size(), 2u) << "the upload is still there";
    w.put("abc", "k", "1234567890");
    EXPECT_EQ(w.fault(), "none");
  }
  World w(file);
  EXPECT_EQ(w.get("abc", "k"), "1234567890");
  World memory("", {.row = 10});
  memory.make("abc");
  memory.put("abc", "k", "12345678901");
  EXPECT_EQ(memory.fault(), "none");
}

TEST(Restarts, EverythingIsWhereItWas) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  const std::string bytes("\x00\xFF\n", 3);
  std::string id, etag;
  {
    World w(file, {.smallest_part = 1});
    w.make("abc");
    w.call("PutBucketTagging", parse_json(R"({"Bucket":"abc","Tagging":{"TagSet":[{"Key":"a","Value":"1"}]}})"));
    w.put("abc", "k", bytes, parse_json(R"({"ContentType":"image/png","Metadata":{"m":"1"},"Tagging":"t=1"})"));
    w.put("abc", "gone", "x");
    w.call("DeleteObject", World::at("abc", "gone"));
    id = text_at(w.call("CreateMultipartUpload", World::at("abc", "big", object({{"ContentType", "text/plain"}}))), "UploadId");
    etag = text_at(w.call("UploadPart", World::at("abc", "big", object({{"UploadId", id}, {"PartNumber", 1}, {"Body", bytes}}))), "ETag");
  }
  World w(file, {.bytes = 7, .smallest_part = 1});
  EXPECT_EQ(w.get("abc", "k"), bytes);
  Json head = w.call("HeadObject", World::at("abc", "k"));
  EXPECT_EQ(text_at(head, "ContentType"), "image/png");
  EXPECT_EQ(head["Metadata"], object({{"m", "1"}}));
  EXPECT_EQ(int_at(head, "TagCount"), 1);
  EXPECT_EQ(w.call("GetBucketTagging", object({{"Bucket", "abc"}}))["TagSet"].size(), 1u);
  EXPECT_EQ(w.get("abc", "gone").substr(0, 9), "NoSuchKey");
  w.put("abc", "more", "12");
  EXPECT_EQ(w.error->code(), "EntityTooLarge") << "what was kept counts again";
  Json parts = array();
  parts.push_back(object({{"PartNumber", 1}, {"ETag", etag}}));
  w.call("CompleteMultipartUpload", World::at("abc", "big", object({{"UploadId", id}, {"MultipartUpload", object({{"Parts", parts}})}})));
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(w.get("abc", "big"), bytes);
  EXPECT_EQ(w.code_of("CreateBucket", object({{"Bucket", "abc"}}), Scope{"111111111111", "us-east-1"}), "BucketAlreadyExists");
}

TEST(Restarts, ForgettingForgetsAll) {
  World w;
  w.make("abc");
  w.put("abc", "k", "x");
  w.s3.reset();
  EXPECT_EQ(w.get("abc", "k"), "NoSuchBucket: The specified bucket does not exist");
  EXPECT_EQ(w.fault_of("CreateBucket", object({{"Bucket", "abc"}}), Scope{"111111111111", "us-east-1"}), "none");
}

}  // namespace
}  // namespace lambent::s3
