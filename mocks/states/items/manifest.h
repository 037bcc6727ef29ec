// Data sets that are lists of objects: listings, S3 Inventory, the manifests Athena's UNLOAD writes.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"
#include "mocks/states/items/source.h"

namespace lambent::states::items {

// An entry of ListObjectsV2's Contents as an item.
Json listed_object(const Json& content);

struct Place {
  std::string bucket, key;
  std::string shown() const { return "S3://" + bucket + "/" + key; }
};

// The manifest.json of an inventory: its files, and the format of their rows. Throws ReadFault.
struct Inventory {
  std::vector<Place> files;
  Format format;
};
Inventory read_inventory(const std::string& manifest);

// "s3://bucket/key", one a line. Throws ReadFault.
std::vector<Place> read_athena_manifest(const std::string& manifest);

}  // namespace lambent::states::items
