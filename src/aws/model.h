// The facts of an AWS API, read at run time from models/*.json (embedded; made by tools/import_models.py):
// names, types, places, constraints, errors. No prose. Parsed per service at first use, then constant.
//
// Format of the files: models/README.md. Everything here lives as long as the process.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/pattern.h"

namespace lambent {
class UriTable;
}

namespace lambent::model {

enum class Type { structure, list, map, text, integer, real, boolean, blob, timestamp, document };
enum class Place { body, uri, query, header, headers, status };
enum class Protocol { query, json, rest_json, rest_xml };
enum class TimeFormat { unset, iso, http, epoch };

struct Shape;

struct Member {
  std::string name;       // model name, the key in Json values
  std::string wire;       // locationName, else the name
  const Shape* shape = nullptr;
  Place place = Place::body;
  bool required = false;
  bool flattened = false;
  bool idempotency_token = false;
  bool json_value = false;
  TimeFormat time = TimeFormat::unset;
  std::string xml_namespace;
  bool xml_attribute = false;
};

struct Shape {
  std::string name;
  Type type = Type::structure;
  std::vector<Member> members;            // structure
  std::optional<Member> item;             // list: the element; its wire name is "member" unless the model says else
  std::optional<Member> key, value;       // map
  bool flattened = false;
  std::optional<double> min, max;         // length of text, blob, list, map; value of numbers
  std::unique_ptr<Pattern> pattern;       // text; null: any
  std::vector<std::string> enums;
  bool sensitive = false, streaming = false, is_union = false, event_stream = false;
  std::string payload;                    // structure: the member that is the whole body
  TimeFormat time = TimeFormat::unset;
  std::string wire, xml_namespace;        // locationName and namespace of the shape itself
  // Error shapes:
  bool exception = false, fault = false;
  std::string error_code;                 // wire code; the shape's name if the model has none
  int http_status = 400;

  const Member* find(std::string_view member) const;
};

struct Operation {
  std::string name;
  std::string method = "POST", uri = "/";
  int response_code = 200;
  const Shape* input = nullptr;           // null: no input
  const Shape* output = nullptr;
  std::string result_wrapper;             // query
  std::vector<const Shape*> errors;
  bool unsigned_call = false;             // authtype none
};

struct Service {
  std::string name;                       // "sesv2"; the file's name
  std::string api_version, signing_name, endpoint_prefix, service_id, target_prefix, json_version, xml_namespace;
  std::vector<Protocol> protocols;        // the preferred first
  bool query_compatible = false;
  std::map<std::string, Operation, std::less<>> operations;
  std::map<std::string, std::unique_ptr<Shape>, std::less<>> shapes;
  std::shared_ptr<const UriTable> uris;   // REST protocols: which operation a path belongs to

  const Operation* find(std::string_view operation) const;
  const Shape* error_by_code(std::string_view code) const;  // the error shape with this wire code or name
};

// The model of a service by its file name, or null. Throws std::logic_error if an embedded file is broken.
const Service* find(std::string_view service);
std::vector<std::string_view> names();

}  // namespace lambent::model
