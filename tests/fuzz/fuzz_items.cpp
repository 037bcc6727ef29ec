// What distributed Maps read: any bytes are items or a fault, the same ones each time, and CSV rows have all their columns.
// The first character says how to read the rest.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mocks/states/items/manifest.h"

using namespace lambent;
using namespace lambent::states::items;

namespace {

std::string outcome(Source& source, size_t columns) {
  std::string out;
  Item item;
  try {
    for (size_t n = 0; source.next(item); ++n) {
      if (n > 1'000'000 || (columns && item.value.size() != columns)) std::abort();
      out += dump(item.as_input()) + "\n";
    }
  } catch (const ReadFault& e) {
    out += e.what();
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const char how = static_cast<char>(data[0]);
  auto bytes = std::make_shared<const std::string>(reinterpret_cast<const char*>(data) + 1, size - 1);
  Format format;
  size_t columns = 0;
  if (how == 'j') {
    format.pointer = bytes->substr(0, bytes->find('\n'));
    bytes = std::make_shared<const std::string>(bytes->substr(std::min(format.pointer.size() + 1, bytes->size())));
  } else if (how == 'l') {
    format.type = Format::Type::jsonl;
  } else if (how == 'm') {
    try {
      read_athena_manifest(*bytes);
      read_inventory(*bytes);
    } catch (const ReadFault&) {
    }
    return 0;
  } else {
    format.type = Format::Type::csv;
    if (how == 'g') format.csv.headers = {"a", "b", "c"};
    if (how == 'g') columns = 3;
    if (how == ';' || how == '\t' || how == '|') format.csv.delimiter = how;
  }
  try {
    SourcePtr source = read_items(bytes, format, "S3://b/k");
    std::string first = outcome(*source, columns);
    source->rewind();
    if (outcome(*source, columns) != first) std::abort();
  } catch (const ReadFault&) {
  }
  return 0;
}
