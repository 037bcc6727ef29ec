// How requests to S3 say what they want. Buckets stand in the host or in the path; operations of the same path and method
// are told apart by query and headers. Pure functions.
//
//   http://localhost:4566/bucket/key, http://s3.us-east-1.amazonaws.com/bucket/key
//   http://bucket.s3.us-east-1.amazonaws.com/key, http://bucket.s3.localhost.localstack.cloud:4566/key, http://bucket.localhost:4566/key
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "aws/identify.h"

namespace lambent {

// Whether the host alone says that this is for S3: "s3.…" and "bucket.s3.…" of localhost, localhost.localstack.cloud and
// amazonaws.com.
bool is_s3_host(std::string_view host_header);

// The bucket that the host of a request to S3 names; empty: the path does.
std::string s3_bucket_of_host(std::string_view host_header);

// Whether a request that is signed for nothing in particular is one for S3: by its host, by a signature of the older
// version 2, by headers that only S3 has, or by a path that begins with what may be a bucket.
bool is_s3_request(const HttpRequest& request);

bool possible_bucket_name(std::string_view name);  // 3 to 63 of a-z, 0-9, '.', '-', beginning and ending with a letter or digit

// Fills operation and captured (Bucket, Key), or `error`. For requests known to be S3's.
void identify_s3(const HttpRequest& request, Identified& out, std::optional<AwsError>& error);

}  // namespace lambent
