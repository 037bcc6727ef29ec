// A Map whose iterations are mocked: what they would have been given, and whether too many of them failed.
#include "mocks/states/engine/engine.h"

namespace lambent::states {
namespace {

// What the reader would have read, out of the data it would have found.
items::SourcePtr read(const asl::ItemReader& reader, const std::string& data, const std::string& name) {
  using From = asl::ItemReader::From;
  if (reader.from == From::listing) return items::value_items(parse_json(data), name);
  items::Format format = reader.format;
  if (reader.from == From::inventory) format.type = items::Format::Type::csv;
  return items::read_items(std::make_shared<const std::string>(data), format, name);
}

// The part of a JSON text that ItemsPointer names; nothing if there is none.
std::optional<Json> pointed_at(const asl::ItemReader& reader, const std::string& data) {
  if (reader.format.pointer.empty()) return std::nullopt;
  try {
    return parse_json(data).at(Json::json_pointer(reader.format.pointer));
  } catch (const std::exception&) {
    return std::nullopt;  // the reading will say so
  }
}

}  // namespace

// Where no data is given for a reader, the state's input stands for what it would have read (developer guide, "Testing
// Distributed Map states").
items::SourcePtr Engine::tried_source(Thread& t, const asl::State& s, const Json& data) {
  Inspection& look = *t.live->inspection;
  const auto& reader = s.distributed->reader;
  if (!reader) {
    Json items = map_items(t, s, data);
    if (s.language == asl::Language::jsonpath) note(t, s, "afterItemsPath", items);
    return items::value_items(std::move(items), "STATE_DATA");
  }
  if (!look.reader_data) {
    Json items = s.language == asl::Language::jsonpath ? select(t, s, s.items_path, data) : *t.at.input;
    if (s.language == asl::Language::jsonpath) note(t, s, "afterItemsPath", items);
    return items::value_items(items.is_array() ? std::move(items) : Json::array(), "STATE_DATA");
  }
  View view;
  view.data = &data;
  bool jsonata = s.language == asl::Language::jsonata;
  Json parameters = work_out(t, s, *reader->parameters, jsonata ? "ItemReader/Arguments" : "Parameters", view);
  std::string name = "S3://" + text_at(parameters, "Bucket");
  if (auto key = find_text(parameters, "Key")) name += "/" + *key;
  auto most = amount(t, s, reader->max_items, jsonata ? "ItemReader/ReaderConfig/MaxItems" : "MaxItems");
  if (most && *most < 0) throw items::ReadFault("field MaxItems must be positive");
  if (auto part = pointed_at(*reader, *look.reader_data)) note(t, s, "afterItemsPointer", *part);
  items::SourcePtr source = read(*reader, *look.reader_data, name);
  return most.value_or(0) > 0 ? items::at_most(std::move(source), *most) : std::move(source);
}

// Each step of what a distributed Map makes of its items; gives their number.
size_t Engine::tried_items(Thread& t, const asl::State& s) {
  MapRun run(aws_.loop().executor());
  run.owner = t.live;
  run.state = &s;
  run.data = effective_input(t, s);
  run.source = tried_source(t, s, run.data);
  Json selected = Json::array();
  while (auto one = next_item(t, s, run)) selected.push_back(std::move(*one));
  if (s.item_selector) note(t, s, "afterItemSelector", selected);
  if (!s.distributed->batcher) return selected.size();
  View view;
  view.data = &run.data;
  MapRunRow row;
  settle_batches(t, s, view, row);
  run.source->rewind();
  run.next_item = 0;
  Json batches = Json::array();
  for (Batch batch; next_batch(t, s, run, row, batch); batch = Batch()) batches.push_back(std::move(batch.input));
  note(t, s, "afterItemBatcher", batches);
  return selected.size();
}

size_t Engine::tried_inputs(Thread& t, const asl::State& s) {
  std::vector<Json> inputs = child_inputs(t, s);
  if (!s.item_selector) return inputs.size();
  Json selected = Json::array();
  for (const auto& one : inputs) selected.push_back(one);
  note(t, s, "afterItemSelector", selected);
  return inputs.size();
}

std::optional<Failure> Engine::mocked_items(Thread& t, const asl::State& s) {
  Inspection& look = *t.live->inspection;
  size_t items = 0;
  try {
    items = s.distributed ? tried_items(t, s) : tried_inputs(t, s);
  } catch (const items::ReadFault& e) {
    return Failure{"States.ItemReaderFailed", e.what()};
  }
  set(look.data, "maxConcurrency", amount(t, s, s.max_concurrency, "MaxConcurrency").value_or(0));
  auto count = amount(t, s, s.tolerated_count, "ToleratedFailureCount");
  auto share = percentage(t, s, s.tolerated_percentage, "ToleratedFailurePercentage");
  if (count) set(look.data, "toleratedFailureCount", *count);
  if (share) set(look.data, "toleratedFailurePercentage", *share);
  // Where nothing is said of tolerance, AWS lets any number of mocked iterations fail.
  auto failed = static_cast<double>(look.failed_iterations);
  bool over = count && failed > static_cast<double>(*count);
  over = over || (share && failed * 100 > *share * static_cast<double>(items));
  if (!over || look.error) return std::nullopt;
  return Failure{"States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"};
}

}  // namespace lambent::states
