// The items a distributed Map goes over, one at a time, out of bytes that are here already. Pure: no calls, no clock.
//
//   auto source = read_items(bytes, format, "S3://bucket/orders.csv");
//   for (Item item; source->next(item);) …      // throws ReadFault: the cause of States.ItemReaderFailed
//   source->rewind();                           // from the first item again
//
// Only one item is a value at a time; the text stays text. Sources share the bytes they read and may be made of others.
#pragma once
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::states::items {

struct Item {
  Json value;
  std::optional<std::string> key;  // of a JSON object's member; value is then the member's
  std::string source;              // $$.Map.Item.Source: STATE_DATA, S3://bucket/key
  Json as_input() const;           // what a child gets without ItemSelector
};

class ReadFault : public std::exception {
 public:
  explicit ReadFault(std::string cause) : cause_(std::move(cause)) {}
  const char* what() const noexcept override { return cause_.c_str(); }

 private:
  std::string cause_;
};

class Source {
 public:
  virtual ~Source() = default;
  virtual bool next(Item& item) = 0;  // false: there are no more
  virtual void rewind() = 0;
};
using SourcePtr = std::unique_ptr<Source>;
using Bytes = std::shared_ptr<const std::string>;

struct CsvFormat {
  char delimiter = ',';
  std::optional<std::vector<std::string>> headers;  // none: the first row
};

struct Format {
  enum class Type { json, jsonl, csv };
  Type type = Type::json;
  std::string pointer;  // JSON: where in the text the items are; empty: the whole
  CsvFormat csv;
};

// Packed bytes (gzip) are unpacked first, within `room`, which is then smaller (unpack.h; without one: that of a single object).
// Throws ReadFault for what shows before the first item.
SourcePtr read_items(Bytes bytes, const Format& format, std::string source, size_t& room);
SourcePtr read_items(Bytes bytes, const Format& format, std::string source);
SourcePtr json_items(Bytes text, const std::string& pointer, std::string source);
SourcePtr jsonl_items(Bytes text, std::string source);
SourcePtr csv_items(Bytes text, const CsvFormat& format, std::string source);
// The items of an array or the members of an object.
SourcePtr value_items(Json given, std::string source);
SourcePtr one_after_another(std::vector<SourcePtr> parts);
SourcePtr at_most(SourcePtr source, std::int64_t most);

}  // namespace lambent::states::items
