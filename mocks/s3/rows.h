// What S3 keeps: buckets, objects, uploads under way and their parts, and the bytes of objects and parts.
//
// Keys: a bucket <account>/<bucket>; an object <account>/<bucket>/<key>; an upload <account>/<bucket>/<upload id>; a part
// <upload's key>/<number, five digits>; bytes <account>/<id>. Buckets belong to no region's scope: their names are the
// emulator's. Bytes have rows of their own, so that a change of tags does not write them again; in the data file they
// are base64.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::s3 {

using Texts = std::map<std::string, std::string>;

struct BucketRow {
  std::string region;
  std::int64_t created_ms = 0;
  std::string policy;  // as it was put; empty: none
  Texts tags;

  Json to_json() const;
  static BucketRow from_json(const Json& j);
};

// A checksum as clients see it: base64, of a multipart object also "…-<number of parts>".
struct Checksum {
  std::string algorithm;  // "CRC64NVME"; empty: none
  std::string value;
  bool composite = false; // of the parts' checksums, not of the bytes

  Json to_json() const;
  static Checksum from_json(const Json& j);
};

// What an object is beside its bytes; what CreateMultipartUpload says about the object it is to become.
struct Traits {
  Texts headers;   // by member: ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Expires, WebsiteRedirectLocation
  Texts metadata;  // names in small letters, without x-amz-meta-
  Texts tags;
  std::string storage_class = "STANDARD";

  Json to_json() const;
  static Traits from_json(const Json& j);
};

struct PartRow {
  std::string bytes;  // key of the bytes; of a finished object's part empty
  std::uint64_t size = 0;
  std::int64_t modified_ms = 0;
  std::string etag;   // without quotes
  Checksum checksum;

  Json to_json() const;
  static PartRow from_json(const Json& j);
};

struct ObjectRow {
  std::string bytes;  // key of the bytes
  std::uint64_t size = 0;
  std::int64_t modified_ms = 0;
  std::string etag;   // without quotes
  Checksum checksum;
  Traits traits;
  std::vector<std::pair<int, PartRow>> parts;  // of a multipart object, by number

  Json to_json() const;
  static ObjectRow from_json(const Json& j);
};

struct UploadRow {
  std::string key;
  std::int64_t started_ms = 0;
  std::string initiator;  // ARN
  Traits traits;
  Checksum checksum;      // algorithm and sort; no value

  Json to_json() const;
  static UploadRow from_json(const Json& j);
};

struct BytesRow {
  std::string bytes;

  Json to_json() const;
  static BytesRow from_json(const Json& j);
};

}  // namespace lambent::s3
