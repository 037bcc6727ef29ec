// A JSON Schema and the files it refers to, read with the places of everything in them.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "base/diagnostics.h"
#include "base/json.h"
#include "config/node.h"

namespace lambent::ipo {

struct SchemaFile {
  std::string name;  // as from where we are
  Json json;
  config::Node node;

  // Where the part at a JSON Pointer was written.
  Place place_of(const std::string& pointer) const;
};

// A schema in a file.
struct SchemaPart {
  const Json* schema = nullptr;
  const SchemaFile* file = nullptr;
};

class SchemaFiles {
 public:
  // JSON, or YAML where the name ends so. Null if it cannot be read, which is a diagnostic.
  const SchemaFile* read(const std::string& name, Diagnostics& diagnostics);
  // What `reference` in `from` means; nothing if there is no such thing. Files are among those already read.
  SchemaPart find(const std::string& reference, const SchemaFile& from) const;
  // The file that `reference` names, seen from a file.
  static std::string beside(const std::string& reference, const std::string& from);

 private:
  std::map<std::string, std::unique_ptr<SchemaFile>> files_;
};

}  // namespace lambent::ipo
