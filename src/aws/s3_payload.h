// What a request to S3 carries besides its members: codings of the body, checks of its bytes, arguments of presigned URLs
// that stand for headers. AWS source: S3 API reference, "Common request headers".
#pragma once
#include "aws/identify.h"
#include "http/message.h"

namespace lambent {

// For a request whose signature has been checked, before its input is read. Afterwards the body is the object's bytes, trailers are headers, "aws-chunked" is gone from Content-Encoding, and
// x-amz-* arguments are headers. Throws AwsError XAmzContentSHA256Mismatch, IncompleteBody, InvalidRequest, BadDigest,
// InvalidDigest, InvalidArgument for numbers that are none (dates that are none are dropped). Content-MD5 and x-amz-checksum-* of objects and parts are the service's to check, those of documents are
// checked here.
void prepare_s3_request(const Identified& what, HttpRequest& request);

}  // namespace lambent
