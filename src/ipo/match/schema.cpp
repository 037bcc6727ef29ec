#include "ipo/match/schema.h"

#include <charconv>

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/match/schema_node.h"

namespace lambent::ipo {
namespace {

constexpr int kMostNested = 200;
constexpr size_t kMostViolations = 200;
constexpr size_t kMostFiles = 100;

const Json* follow(const Json& document, const std::string& pointer) {
  if (pointer.empty()) return &document;
  if (pointer[0] != '/') return nullptr;
  const Json* here = &document;
  for (const std::string& escaped : split(std::string_view(pointer).substr(1), '/')) {
    const std::string key = replace_all(replace_all(escaped, "~1", "/"), "~0", "~");
    if (here->is_object()) {
      here = find(*here, key) ? find(*here, key) : here->contains(key) ? &(*here)[key] : nullptr;
    } else if (here->is_array()) {
      size_t index = 0;
      auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
      here = error == std::errc() && end == key.data() + key.size() && index < here->size() ? &(*here)[index] : nullptr;
    } else {
      return nullptr;
    }
    if (!here) return nullptr;
  }
  return here;
}

// A file named in another file stands beside it.
std::string beside(const std::string& file, const std::string& name) {
  auto slash = file.rfind('/');
  return slash == std::string::npos || name.starts_with('/') ? name : file.substr(0, slash + 1) + name;
}

}  // namespace

Schema::Schema(std::vector<std::unique_ptr<SchemaNode>> nodes, const SchemaNode* root) : nodes_(std::move(nodes)), root_(root) {}
Schema::~Schema() = default;

std::shared_ptr<const Schema> Schema::compile(const Json& schema, const ReadSchemaFile& files, const std::string& place, Mistakes& mistakes) {
  const size_t before = mistakes.size();
  SchemaReader reader(files, mistakes);
  reader.root(schema, place);
  const SchemaNode* root = reader.read(schema, "", "");
  return mistakes.size() > before ? nullptr : std::make_shared<Schema>(reader.take(), root);
}

std::shared_ptr<const Schema> Schema::load(const std::string& reference, const ReadSchemaFile& files, const std::string& place, Mistakes& mistakes) {
  const size_t before = mistakes.size();
  SchemaReader reader(files, mistakes);
  reader.at(place);
  if (reference.starts_with('#') || reference.empty()) {
    reader.wrong("", "", "the reference names no file: " + in_quotes(reference, 80), "\"order.schema.json#/$defs/order\"");
    return nullptr;
  }
  const SchemaNode* root = reader.refer(reference, "", "");
  return mistakes.size() > before ? nullptr : std::make_shared<Schema>(reader.take(), root);
}

std::vector<Schema::Violation> Schema::violations(const Json& value) const {
  std::vector<Violation> out;
  SchemaVisit::Budget budget;
  SchemaVisit visit(budget, &out);
  visit.check(*root_, value);
  if (budget.exceeded) out.push_back({"", "a value that can be checked: this one is nested too deeply or takes too long", &value});
  return out;
}

void SchemaVisit::put(Schema::Violation violation) {
  ++count_;
  if (out_ && out_->size() < kMostViolations) out_->push_back(std::move(violation));
}
bool SchemaVisit::spend(std::uint64_t steps) {
  if (budget_.steps < steps) {
    budget_.exceeded = true;
    return false;
  }
  budget_.steps -= steps;
  return true;
}
void SchemaVisit::check(const SchemaNode& schema, const Json& value) {
  if (!spend(1)) return;
  if (budget_.depth == kMostNested) {
    budget_.exceeded = true;
    return;
  }
  ++budget_.depth;
  for (const SchemaCheck& one : schema.checks) one(value, *this);
  --budget_.depth;
}
void SchemaVisit::check_key(const SchemaNode& schema, const Json& value, std::string_view key) {
  const size_t size = path_.size();
  if (out_) path_ += key_path(key);
  check(schema, value);
  path_.resize(size);
}
void SchemaVisit::check_index(const SchemaNode& schema, const Json& value, size_t index) {
  const size_t size = path_.size();
  if (out_) path_ += "[" + std::to_string(index) + "]";
  check(schema, value);
  path_.resize(size);
}
void SchemaVisit::violated(std::string expected, const Json& actual) { put({path_, std::move(expected), &actual}); }
void SchemaVisit::missing(std::string_view key, std::string expected) { put({path_ + key_path(key), std::move(expected), nullptr}); }
void SchemaVisit::extra(std::string_view key, const Json& actual) { put({path_ + key_path(key), "no such key", &actual}); }
bool SchemaVisit::fits(const SchemaNode& schema, const Json& value) {
  SchemaVisit attempt(budget_, nullptr);
  attempt.check(schema, value);
  return !attempt.failed();
}

void SchemaReader::root(const Json& schema, const std::string& place) {
  place_ = place;
  documents_.emplace("", schema);
}

void SchemaReader::wrong(const std::string& file, const std::string& pointer, const std::string& message, std::string hint) {
  if (file.empty())
    mistakes_.push_back({place_ + pointer, message, std::move(hint)});
  else
    mistakes_.push_back({place_, "schema " + file + "#" + pointer + ": " + message, std::move(hint)});
}

const Json* SchemaReader::document(const std::string& file, const std::string& from_file, const std::string& pointer) {
  auto known = documents_.find(file);
  if (known != documents_.end()) return &known->second;
  if (!files_ || documents_.size() >= kMostFiles) {
    wrong(from_file, pointer, files_ ? "more than 100 schema files" : "schema files cannot be read here: " + in_quotes(file, 200));
    return nullptr;
  }
  try {
    return &documents_.emplace(file, files_(file)).first->second;
  } catch (const std::exception& e) {
    wrong(from_file, pointer, "schema file " + in_quotes(file, 200) + ": " + printable(e.what()));
    return nullptr;
  }
}

const SchemaNode* SchemaReader::refer(const std::string& reference, const std::string& from_file, const std::string& pointer) {
  static const SchemaNode anything;
  const auto hash = reference.find('#');
  const std::string name = reference.substr(0, hash);
  const std::string file = name.empty() ? from_file : beside(from_file, name);
  const std::string target = hash == std::string::npos ? "" : percent_decode(std::string_view(reference).substr(hash + 1));
  const Json* whole = document(file, from_file, pointer);
  if (!whole) return &anything;
  const Json* schema = follow(*whole, target);
  if (schema) return read(*schema, file, target);
  wrong(from_file, pointer, "nothing is at " + in_quotes(reference, 200));
  return &anything;
}

const SchemaNode* SchemaReader::read(const Json& schema, const std::string& file, const std::string& pointer) {
  auto [at, fresh] = known_.emplace(file + "#" + pointer, nullptr);
  if (!fresh) return at->second;  // also while it is being filled: that is how a schema refers to itself
  nodes_.push_back(std::make_unique<SchemaNode>());
  SchemaNode& node = *nodes_.back();
  at->second = &node;
  if (depth_ == kMostNested) {
    wrong(file, pointer, "nested too deeply");
    return &node;
  }
  ++depth_;
  fill(node, schema, file, pointer);
  --depth_;
  return &node;
}

void SchemaReader::fill(SchemaNode& node, const Json& schema, const std::string& file, const std::string& pointer) {
  if (schema.is_boolean()) {
    if (!schema.get<bool>()) node.checks.push_back([](const Json& value, SchemaVisit& visit) { visit.violated("nothing", value); });
    return;
  }
  if (!schema.is_object()) return wrong(file, pointer, "a schema is an object, true or false");
  for (const auto& [key, value] : schema.get_ref<const Json::object_t&>()) {
    const std::string here = pointer + pointer_key(key);
    const SchemaWord* word = find_schema_word(key);
    if (key == "$id" && !pointer.empty()) {
      wrong(file, here, "$id inside a schema is not supported", "refer by file and #/$defs/...");
    } else if (word) {
      if (!word->make) continue;
      if (auto check = word->make({value, schema, file, here, *this})) node.checks.push_back(std::move(check));
    } else if (!key.starts_with("x-")) {
      auto near = nearest(key, schema_words());
      wrong(file, here, "unknown or unsupported keyword " + in_quotes(key, 80), near.empty() ? "" : "did you mean " + near + "?");
    }
  }
}

SchemaCheck SchemaKeyword::wrong(const std::string& message, std::string hint) const {
  reader.wrong(file, pointer, message, std::move(hint));
  return nullptr;
}

std::vector<const SchemaNode*> SchemaKeyword::parts() const {
  std::vector<const SchemaNode*> out;
  if (!value.is_array() || value.empty()) {
    wrong("a list of at least one schema is wanted");
    return out;
  }
  for (size_t i = 0; i < value.size(); ++i) out.push_back(part(value[i], "/" + std::to_string(i)));
  return out;
}

std::vector<std::pair<std::string, const SchemaNode*>> SchemaKeyword::named_parts() const {
  std::vector<std::pair<std::string, const SchemaNode*>> out;
  if (!value.is_object()) {
    wrong("an object of schemas is wanted");
    return out;
  }
  for (const auto& [key, schema_part] : value.get_ref<const Json::object_t&>()) out.emplace_back(key, part(schema_part, pointer_key(key)));
  return out;
}

}  // namespace lambent::ipo
