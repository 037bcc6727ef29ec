// What a Map in DISTRIBUTED mode has beyond an inline one: where its items come from, how they are put together, what may
// fail, where results go, and the machine its child executions run.
#pragma once
#include "mocks/states/asl/machine.h"
#include "mocks/states/items/source.h"

namespace lambent::states::asl {

struct ItemReader {
  enum class From {
    object,     // s3:getObject: one object holds the items
    listing,    // s3:listObjectsV2: the objects are the items
    flattened,  // s3:listObjectsV2 with LOAD_AND_FLATTEN: the items in all objects
    inventory,  // s3:getObject of an S3 Inventory's manifest
    athena      // s3:getObject of a manifest of Athena's UNLOAD
  };
  From from = From::object;
  std::optional<Form> parameters;  // Parameters or Arguments: Bucket, Key …
  items::Format format;
  Amount max_items;
};

struct ItemBatcher {
  Amount max_items, max_bytes;
  std::optional<Form> input;  // BatchInput
};

struct ResultWriter {
  enum class Transformation { none, compact, flatten };
  std::optional<Form> parameters;  // Bucket, Prefix; none: nothing is written, only the state's result is formed
  std::optional<Transformation> transformation;
  bool lines = false;  // OutputType JSONL
};

struct Distributed {
  std::string label;  // empty: the revision has one (rows.h)
  bool express = false;
  std::optional<ItemReader> reader;
  std::optional<ItemBatcher> batcher;
  std::optional<ResultWriter> writer;
  std::shared_ptr<const Machine> processor;
  std::string definition;  // the processor's text
};

// Whether what is read is one JSON text: a document, or a listing of objects.
bool reads_json(const ItemReader& reader);

// All distributed Maps of a machine, also those in others' processors.
std::vector<const State*> distributed_maps(const Machine& machine);

}  // namespace lambent::states::asl
