#include "base/text.h"
#include "ipo/match/gunzip.h"
#include "ipo/match/values.h"
#include "ipo/match/words.h"

namespace lambent::ipo {
namespace {

// Decodes a text and compares what comes out. The decoder gives the value, or says in `why` what is wrong.
class DecodeNode : public Node {
 public:
  using Decode = std::optional<Json> (*)(const std::string& text, Run& run, std::string& why);
  DecodeNode(Decode decode, std::string_view name, NodePtr inner) : decode_(decode), name_(name), inner_(std::move(inner)) {}
  size_t leaves() const override { return inner_->leaves(); }
  std::string describe(const Context& context) const override { return std::string(name_) + " of " + inner_->describe(context); }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    if (!actual->is_string()) return scope.differs(*this, actual, std::string("a text is expected, not ") + type_name(*actual));
    std::string why;
    auto decoded = decode_(actual->get_ref<const std::string&>(), scope.run(), why);
    if (decoded)
      inner_->compare(&*decoded, scope);
    else
      scope.differs(*this, actual, why);
  }
  const Decode decode_;
  const std::string_view name_;
  const NodePtr inner_;
};

bool afford(size_t bytes, Run& run, std::string& why) {
  if (bytes > run.bytes_left) {
    why = "too large when decoded";
    return false;
  }
  run.bytes_left -= bytes;
  return true;
}

std::optional<Json> decode_json(const std::string& text, Run&, std::string& why) {
  try {
    return parse_json(text);
  } catch (const JsonError& e) {
    why = "not JSON: line " + std::to_string(e.line()) + ", column " + std::to_string(e.column()) + ": " + printable(e.what());
    return std::nullopt;
  }
}

std::optional<Json> decode_base64(const std::string& text, Run& run, std::string& why) {
  if (!afford(text.size() / 4 * 3, run, why)) return std::nullopt;
  auto bytes = base64_decode(text);
  if (!bytes) {
    why = "not base64";
    return std::nullopt;
  }
  return Json(std::move(*bytes));
}

std::optional<Json> decode_gzip(const std::string& text, Run& run, std::string& why) {
  auto bytes = gunzip(text, static_cast<size_t>(run.bytes_left), why);
  if (!bytes) return std::nullopt;
  run.bytes_left -= bytes->size();
  return Json(std::move(*bytes));
}

NodePtr decoder(const Argument& argument, Compiler& compiler, DecodeNode::Decode decode, std::string_view name) {
  return compiler.make<DecodeNode>(argument, decode, name, compiler.compile(argument.value, argument.place));
}

}  // namespace

NodePtr make_json(const Argument& argument, Compiler& compiler) { return decoder(argument, compiler, decode_json, "JSON text"); }
NodePtr make_base64(const Argument& argument, Compiler& compiler) { return decoder(argument, compiler, decode_base64, "base64"); }
NodePtr make_gzip(const Argument& argument, Compiler& compiler) { return decoder(argument, compiler, decode_gzip, "gzip data"); }

}  // namespace lambent::ipo
