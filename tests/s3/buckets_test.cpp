// Buckets: names, owners, regions, tags, policies, deletion.
#include "tests/s3/world.h"

namespace lambent::s3 {
namespace {

Json bucket(const std::string& name) { return object({{"Bucket", name}}); }
Json in_region(const std::string& name, const std::string& region) {
  return object({{"Bucket", name}, {"CreateBucketConfiguration", object({{"LocationConstraint", region}})}});
}

TEST(Buckets, NamesAreChecked) {
  World w;
  for (const char* bad : {"ab", "Abc", "a_b", "-abc", "abc-", "a..b", "192.168.5.4", "xn--abc", "abc-s3alias", "abc--x-s3"})
    EXPECT_EQ(w.fault_of("CreateBucket", bucket(bad)), "InvalidBucketName: The specified bucket is not valid.") << bad;
  EXPECT_EQ(w.code_of("CreateBucket", bucket(std::string(64, 'a'))), "InvalidBucketName");
  for (const std::string& good : {std::string("abc"), std::string("a.b-c.9"), std::string(63, 'a')}) EXPECT_EQ(w.fault_of("CreateBucket", bucket(good)), "none");
}

TEST(Buckets, NamesAreOfTheWholeEmulator) {
  World w;
  w.make("mine");
  EXPECT_EQ(w.fault_of("CreateBucket", bucket("mine")), "none") << "us-east-1 takes it as done";
  const Scope other{"111111111111", "us-east-1"};
  EXPECT_EQ(w.code_of("CreateBucket", bucket("mine"), other), "BucketAlreadyExists");
  EXPECT_EQ(w.error->status(), 409);
  const Scope europe{kScope.account, "eu-west-1"};
  EXPECT_EQ(w.fault_of("CreateBucket", in_region("theirs", "eu-west-1"), europe), "none");
  EXPECT_EQ(w.fault_of("CreateBucket", in_region("theirs", "eu-west-1"), europe),
            "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.");
  w.call("CreateBucket", bucket("others"), other);
  EXPECT_EQ(w.call("ListBuckets", Json::object())["Buckets"].size(), 2u) << "of the caller's account only";
}

TEST(Buckets, AnEndpointMakesBucketsOfItsRegion) {
  World w;
  const Scope europe{kScope.account, "eu-west-1"};
  EXPECT_EQ(w.fault_of("CreateBucket", bucket("abc"), europe),
            "IllegalLocationConstraintException: The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.");
  EXPECT_EQ(w.fault_of("CreateBucket", in_region("abc", "us-west-2"), europe),
            "IllegalLocationConstraintException: The us-west-2 location constraint is incompatible for the region specific endpoint this request was sent to.");
  EXPECT_EQ(w.code_of("CreateBucket", in_region("abc", "us-east-1")), "InvalidLocationConstraint");
  EXPECT_EQ(w.code_of("CreateBucket", in_region("abc", "mars")), "InvalidLocationConstraint");
  EXPECT_EQ(w.fault_of("CreateBucket", in_region("abc", "us-west-2")), "none");
  EXPECT_EQ(text_at(w.call("GetBucketLocation", bucket("abc")), "LocationConstraint"), "us-west-2");
  EXPECT_EQ(text_at(w.call("HeadBucket", bucket("abc")), "BucketRegion"), "us-west-2");
  w.make("home");
  EXPECT_EQ(w.call("GetBucketLocation", bucket("home")), Json::object());
}

TEST(Buckets, ListsComeInPages) {
  World w;
  for (const char* name : {"b-2", "a-1", "b-1", "b-3"}) w.make(name);
  Json page = w.call("ListBuckets", object({{"Prefix", "b"}, {"MaxBuckets", 2}}));
  EXPECT_EQ(page["Buckets"].size(), 2u);
  EXPECT_EQ(text_at(page["Buckets"][0], "Name"), "b-1");
  EXPECT_EQ(text_at(page["Buckets"][0], "BucketRegion"), "us-east-1");
  page = w.call("ListBuckets", object({{"Prefix", "b"}, {"MaxBuckets", 2}, {"ContinuationToken", text_at(page, "ContinuationToken")}}));
  ASSERT_EQ(page["Buckets"].size(), 1u);
  EXPECT_EQ(text_at(page["Buckets"][0], "Name"), "b-3");
  EXPECT_FALSE(has(page, "ContinuationToken"));
  EXPECT_EQ(w.code_of("ListBuckets", object({{"MaxBuckets", 0}})), "InvalidArgument");
}

TEST(Buckets, OnlyAnEmptyOneCanBeDeleted) {
  World w;
  w.make("abc");
  w.put("abc", "k", "x");
  EXPECT_EQ(w.fault_of("DeleteBucket", bucket("abc")), "BucketNotEmpty: The bucket you tried to delete is not empty");
  w.call("DeleteObject", World::at("abc", "k"));
  Json upload = w.call("CreateMultipartUpload", World::at("abc", "k"));
  EXPECT_EQ(w.fault_of("DeleteBucket", bucket("abc")), "none") << "uploads under way end with it";
  EXPECT_EQ(w.fault_of("HeadBucket", bucket("abc")), "NoSuchBucket: The specified bucket does not exist");
  w.make("abc");
  EXPECT_EQ(w.code_of("ListParts", World::at("abc", "k", object({{"UploadId", text_at(upload, "UploadId")}}))), "NoSuchUpload");
}

TEST(Buckets, AnExpectedOwnerMustBeTheOwner) {
  World w;
  w.make("abc");
  EXPECT_EQ(w.fault_of("HeadBucket", object({{"Bucket", "abc"}, {"ExpectedBucketOwner", kScope.account}})), "none");
  EXPECT_EQ(w.fault_of("HeadBucket", object({{"Bucket", "abc"}, {"ExpectedBucketOwner", "999999999999"}})), "AccessDenied: Access Denied");
}

TEST(Buckets, TagsArePutAndChecked) {
  World w;
  w.make("abc");
  auto tagged = [&](Json set) { return w.fault_of("PutBucketTagging", object({{"Bucket", "abc"}, {"Tagging", object({{"TagSet", std::move(set)}})}})); };
  EXPECT_EQ(w.fault_of("GetBucketTagging", bucket("abc")), "NoSuchTagSet: The TagSet does not exist");
  Json set = parse_json(R"([{"Key":"a","Value":"1"},{"Key":"b","Value":""}])");
  EXPECT_EQ(tagged(set), "none");
  EXPECT_EQ(w.call("GetBucketTagging", bucket("abc"))["TagSet"], set);
  EXPECT_EQ(tagged(parse_json(R"([{"Key":"a","Value":"1"},{"Key":"a","Value":"2"}])")), "InvalidTag: Cannot provide multiple Tags with the same key");
  EXPECT_EQ(tagged(parse_json(R"([{"Key":"aws:x","Value":"1"}])")), "InvalidTag: System tags cannot be added/updated by requester");
  EXPECT_EQ(w.call("GetBucketTagging", bucket("abc"))["TagSet"], set);
  w.call("DeleteBucketTagging", bucket("abc"));
  EXPECT_EQ(w.code_of("GetBucketTagging", bucket("abc")), "NoSuchTagSet");
}

TEST(Buckets, APolicyIsKeptAsItIsWrittenOrRefused) {
  World w;
  w.make("abc");
  auto put = [&](const std::string& text) { return w.fault_of("PutBucketPolicy", object({{"Bucket", "abc"}, {"Policy", text}})); };
  EXPECT_EQ(w.fault_of("GetBucketPolicy", bucket("abc")), "NoSuchBucketPolicy: The bucket policy does not exist");
  const std::string good = R"({ "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::abc/*"}] })";
  EXPECT_EQ(put(good), "none");
  EXPECT_EQ(text_at(w.call("GetBucketPolicy", bucket("abc")), "Policy"), good);
  EXPECT_EQ(put("no"), "MalformedPolicy: Policies must be valid JSON and the first byte must be '{'");
  EXPECT_EQ(put("{}"), "MalformedPolicy: Missing required field Statement");
  EXPECT_EQ(put(replace_all(good, ":::abc/", ":::other/")), "MalformedPolicy: Policy has invalid resource");
  EXPECT_EQ(put(replace_all(good, "s3:GetObject", "sqs:Send")), "MalformedPolicy: Policy has invalid action");
  EXPECT_EQ(put(replace_all(good, R"("Principal": "*", )", "")), "MalformedPolicy: Missing required field Principal");
  EXPECT_EQ(text_at(w.call("GetBucketPolicy", bucket("abc")), "Policy"), good);
  w.call("DeleteBucketPolicy", bucket("abc"));
  EXPECT_EQ(w.code_of("GetBucketPolicy", bucket("abc")), "NoSuchBucketPolicy");
}

TEST(Buckets, WhatWouldActIsRefusedByName) {
  World w;
  EXPECT_EQ(w.code_of("CreateBucket", object({{"Bucket", "abc"}, {"ACL", "public-read"}})), "InvalidBucketAclWithObjectOwnership");
  EXPECT_EQ(w.fault_of("CreateBucket", object({{"Bucket", "abc"}, {"ObjectLockEnabledForBucket", true}})), "NotImplemented: s3: ObjectLockEnabledForBucket is not emulated by lambent");
  EXPECT_EQ(w.code_of("CreateBucket", object({{"Bucket", "abc"}, {"ObjectOwnership", "ObjectWriter"}})), "NotImplemented");
  EXPECT_EQ(w.fault_of("CreateBucket", object({{"Bucket", "abc"}, {"ACL", "private"}, {"ObjectLockEnabledForBucket", false}})), "none");
  EXPECT_EQ(w.fault_of("PutBucketVersioning", object({{"Bucket", "abc"}, {"VersioningConfiguration", object({{"Status", "Enabled"}})}})),
            "NotImplemented: s3: PutBucketVersioning is not emulated by lambent");
}

}  // namespace
}  // namespace lambent::s3
