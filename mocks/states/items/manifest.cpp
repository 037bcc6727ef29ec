#include "mocks/states/items/manifest.h"

#include "base/text.h"
#include "base/time_text.h"
#include "mocks/states/items/csv.h"

namespace lambent::states::items {

Json listed_object(const Json& content) {
  double modified = number_at(content, "LastModified");
  if (auto text = find_text(content, "LastModified"))
    if (auto time = parse_iso(*text)) modified = epoch_seconds(*time);
  Json out = Json::object();
  set_text(out, "Etag", text_at(content, "ETag"));
  set_text(out, "Key", text_at(content, "Key"));
  set(out, "LastModified", modified);
  set(out, "Size", int_at(content, "Size"));
  set_text(out, "StorageClass", text_at(content, "StorageClass", "STANDARD"));
  return out;
}

Inventory read_inventory(const std::string& text) {
  auto manifest = try_parse_json(text);
  const Json* files = manifest ? find(*manifest, "files") : nullptr;
  if (!files || !files->is_array()) throw ReadFault("The manifest is not that of an S3 inventory.");
  std::string kind = text_at(*manifest, "fileFormat");
  if (kind != "CSV") throw ReadFault("The inventory's file format " + kind + " is not supported: only CSV is.");
  std::string bucket = text_at(*manifest, "destinationBucket");
  if (auto colons = bucket.rfind(':'); colons != std::string::npos) bucket = bucket.substr(colons + 1);  // an ARN
  Inventory out;
  out.format.type = Format::Type::csv;
  std::vector<std::string> names;
  for (const auto& name : split(text_at(*manifest, "fileSchema"), ',')) names.emplace_back(trim(name));
  out.format.csv.headers = std::move(names);
  for (const auto& file : *files) out.files.push_back(Place{bucket, text_at(file, "key")});
  return out;
}

std::vector<Place> read_athena_manifest(const std::string& text) {
  std::vector<Place> out;
  CsvReader reader(text, ',');
  for (std::vector<std::string> row; reader.next(row);) {
    std::string uri(trim(row.front()));
    if (uri.empty()) continue;
    size_t slash = istarts_with(uri, "s3://") ? uri.find('/', 5) : std::string::npos;
    if (slash == std::string::npos) throw ReadFault("The manifest has a line that is no S3 URI: " + uri);
    out.push_back(Place{uri.substr(5, slash - 5), uri.substr(slash + 1)});
  }
  return out;
}

}  // namespace lambent::states::items
