// A tree and the data of one mail, written out.
#include <algorithm>
#include <charconv>
#include <map>

#include "mocks/ses/handlebars/template.h"

namespace lambent::ses::handlebars {
namespace {

constexpr size_t kDeepest = 200;
constexpr size_t kMostSteps = 500'000;
constexpr size_t kMostOutput = 10u << 20;

// What a block looks names up in. Lives on the stack; the frames around it outlive it.
struct Frame {
  const Json* value = nullptr;
  const Frame* around = nullptr;
  bool same = false;  // of a partial: not a context of its own, ../ leaves it and the one it is called from
  std::vector<std::pair<std::string, Json>> data;           // index, key, first, last
  std::vector<std::pair<std::string, const Json*>> names;   // block parameters
};

bool truthy(const Json* value) {
  if (!value) return false;
  switch (value->type()) {
    case Json::value_t::null: return false;
    case Json::value_t::boolean: return value->get<bool>();
    case Json::value_t::string: return !value->get_ref<const std::string&>().empty();
    case Json::value_t::array: return !value->empty();
    case Json::value_t::object: return true;
    default: return value->get<double>() != 0;
  }
}

const Json* not_null(const Json* value) { return value && value->is_null() ? nullptr : value; }

class Renderer {
 public:
  explicit Renderer(const Json& data) : root_(data) {}

  std::string run(const Template& whole) {
    Frame frame;
    frame.value = &root_;
    nodes(whole.nodes, frame);
    return std::move(out_);
  }

 private:
  void charge(size_t steps = 1) {
    steps_ += steps;
    if (steps_ > kMostSteps) throw RenderError("The template takes too many steps to render.");
  }

  void nodes(const std::vector<Node>& list, const Frame& frame) {
    if (++depth_ > kDeepest) throw RenderError("The template nests too deeply: a partial uses itself.");
    for (const auto& node : list)
      if (node.kind == Node::Kind::inline_partial) partials_[node.text] = &node.body;
    for (const auto& node : list) {
      charge();
      switch (node.kind) {
        case Node::Kind::text: write(node.text); break;
        case Node::Kind::output: output(node.value, frame); break;
        case Node::Kind::block: block(node, frame); break;
        case Node::Kind::partial: partial(node, frame); break;
        case Node::Kind::inline_partial: break;
      }
    }
    --depth_;
  }

  void write(std::string_view text) {
    if (out_.size() + text.size() > kMostOutput) throw RenderError("The rendered template is larger than 10 MB.");
    out_ += text;
  }

  void output(const Expression& expression, const Frame& frame) {
    const Json* value = not_null(evaluate(expression, frame));
    // SES's own placeholders are not the template's: they are filled in once the mail is made.
    if (!value && expression.kind == Expression::Kind::path && (expression.path.text == "amazonSESUnsubscribeUrl" || expression.path.text == "ses:openTracker")) {
      write("{{" + expression.path.text + "}}");
      return;
    }
    if (!value && expression.kind == Expression::Kind::path)
      throw RenderError("Attribute '" + expression.path.text + "' is not present in the rendering data.", expression.path.text);
    if (!value) return;
    if (!value->is_string()) {
      charge(1 + weight(*value) / 16);
      write(dump(*value));
    } else {
      write(value->get_ref<const std::string&>());
    }
  }

  static size_t weight(const Json& value) {
    size_t out = 1;
    if (value.is_structured())
      for (const auto& one : value) out += weight(one);
    return out;
  }

  const Json* evaluate(const Expression& expression, const Frame& frame) {
    charge();
    switch (expression.kind) {
      case Expression::Kind::literal: return &expression.literal;
      case Expression::Kind::path: return resolve(expression.path, frame);
      case Expression::Kind::call: break;
    }
    const Json* in = evaluate(expression.params[0], frame);
    const Json* key = evaluate(expression.params[1], frame);
    if (!in || !key) return nullptr;
    return member(*in, key->is_string() ? key->get<std::string>() : dump(*key));
  }

  const Json* member(const Json& in, const std::string& name) {
    charge(1 + (in.is_object() ? in.size() / 16 : 0));
    if (in.is_object()) {
      auto it = in.find(name);
      return it == in.end() ? nullptr : &*it;
    }
    size_t index = 0;
    auto [end, ec] = std::from_chars(name.data(), name.data() + name.size(), index);
    const bool number = ec == std::errc() && end == name.data() + name.size();
    return in.is_array() && number && index < in.size() ? &in[index] : nullptr;
  }

  const Json* within(const Json* value, const Path& path, size_t from) {
    for (size_t i = from; value && i < path.names.size(); ++i) value = member(*value, path.names[i]);
    return value;
  }

  const Json* resolve(const Path& path, const Frame& here) {
    const Frame* frame = &here;
    if (path.data) return data_variable(path, frame);
    for (size_t i = 0; frame && i < path.up; ++i) {
      while (frame->same) frame = frame->around;
      frame = frame->around;
    }
    if (!frame) return nullptr;
    if (path.own || path.names.empty()) return within(frame->value, path, 0);
    for (; frame; frame = frame->around) {
      charge();
      for (const auto& [name, value] : frame->names)
        if (name == path.names[0]) return within(value, path, 1);
      if (!frame->value->is_object()) continue;
      if (const Json* found = member(*frame->value, path.names[0])) return within(found, path, 1);
    }
    return nullptr;
  }

  const Json* data_variable(const Path& path, const Frame* frame) {
    if (path.names.empty()) return nullptr;
    if (path.names[0] == "root") return within(&root_, path, 1);
    size_t skip = path.up;
    for (; frame; frame = frame->around) {
      charge();
      for (const auto& [name, value] : frame->data)
        if (name == path.names[0] && skip-- == 0) return within(&value, path, 1);
    }
    return nullptr;
  }

  void block(const Node& node, const Frame& frame) {
    if (node.text.empty()) {
      section(node, evaluate(node.value, frame), frame);
      return;
    }
    const Json* value = evaluate(node.params[0], frame);
    if (node.text == "if" || node.text == "unless") {
      nodes(truthy(value) == (node.text == "if") ? node.body : node.otherwise, frame);
    } else if (node.text == "with") {
      if (truthy(value))
        inside(node, *value, frame);
      else
        nodes(node.otherwise, frame);
    } else {
      each(node, value, frame);
    }
  }

  // {{#x}}: a list is gone through, true keeps the context, anything else that counts as true becomes the context.
  void section(const Node& node, const Json* value, const Frame& frame) {
    if (!truthy(value))
      nodes(node.otherwise, frame);
    else if (value->is_array())
      each(node, value, frame);
    else if (value->is_boolean())
      nodes(node.body, frame);
    else
      inside(node, *value, frame);
  }

  void inside(const Node& node, const Json& value, const Frame& around) {
    Frame frame;
    frame.value = &value;
    frame.around = &around;
    if (!node.names.empty()) frame.names.emplace_back(node.names[0], &value);
    nodes(node.body, frame);
  }

  void each(const Node& node, const Json* value, const Frame& frame) {
    if (!value || !value->is_structured() || value->empty()) {
      nodes(node.otherwise, frame);
      return;
    }
    size_t index = 0;
    for (auto it = value->begin(); it != value->end(); ++it, ++index) item(node, *it, value->is_object() ? Json(it.key()) : Json(index), index, value->size(), frame);
  }

  void item(const Node& node, const Json& value, const Json& key, size_t index, size_t count, const Frame& around) {
    charge();
    Frame frame;
    frame.value = &value;
    frame.around = &around;
    frame.data = {{"index", Json(index)}, {"key", key}, {"first", Json(index == 0)}, {"last", Json(index + 1 == count)}};
    if (!node.names.empty()) frame.names.emplace_back(node.names[0], &value);
    if (node.names.size() > 1) frame.names.emplace_back(node.names[1], &key);
    nodes(node.body, frame);
  }

  void partial(const Node& node, const Frame& around) {
    std::string name = node.text;
    if (name.empty()) {
      const Json* computed = evaluate(node.value, around);
      if (computed && computed->is_string()) name = computed->get<std::string>();
    }
    auto it = partials_.find(name);
    if (it == partials_.end()) throw RenderError("The partial '" + name + "' does not exist.");
    const std::vector<Node>* body = it->second;
    Frame frame;
    frame.value = around.value;
    frame.around = &around;
    frame.same = node.params.empty();
    if (!frame.same) frame.value = evaluate(node.params[0], around);
    static const Json kNothing = Json::object();
    if (!frame.value) frame.value = &kNothing;
    for (const auto& [key, value] : node.hash)
      if (const Json* given = evaluate(value, around)) frame.names.emplace_back(key, given);
    nodes(*body, frame);
  }

  const Json& root_;
  std::map<std::string, const std::vector<Node>*> partials_;
  std::string out_;
  size_t steps_ = 0, depth_ = 0;
};

}  // namespace

std::string render(const Template& whole, const Json& data) { return Renderer(data).run(whole); }

}  // namespace lambent::ses::handlebars
