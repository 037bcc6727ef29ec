#include "config/yaml.h"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "base/text.h"
#include "config/intrinsics.h"

namespace lambent::config {
namespace {

constexpr size_t kMaxNodes = 200'000;  // with what anchors expand to
constexpr size_t kMaxDepth = 100;

// Ends the reading: going on would say nothing more.
struct Abort {
  Place place;
  std::string message;
};

class Builder : public YAML::EventHandler {
 public:
  Builder(const std::string& text, const std::string& file, Tags tags, Sharing sharing, Diagnostics& diagnostics)
      : text_(text), file_(file), tags_(tags), sharing_(sharing), diagnostics_(diagnostics) {}

  Node root;
  Place place_of(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.kind = Node::Kind::null;
    node.place = place_of(mark);
    if (sharing_ == Sharing::refused && mark.pos >= 0) {
      std::string spelled = text_.substr(std::min(static_cast<size_t>(mark.pos), text_.size()), 4);
      if (spelled == "NULL" || spelled == "Null") {
        node = text_node(std::move(spelled), place_of(mark));
        node.plain = true;
      }
    }
    done(std::move(node), anchor, "");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    Node node = text_node(value, place_of(mark));
    node.plain = tag == "?" || (tag.starts_with("tag:yaml.org,2002:") && tag != "tag:yaml.org,2002:str");
    done(std::move(node), anchor, tag);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (sharing_ == Sharing::refused) {
      refuse("aliases are not read here: write the value again, or use a table or a file", mark);
      done(broken(place_of(mark)), YAML::NullAnchor, "");
      return;
    }
    auto it = anchors_.find(anchor);
    if (it == anchors_.end()) throw Abort{place_of(mark), "an anchor stands inside itself"};
    count(it->second.size, place_of(mark));
    Node copy = it->second.node;
    done(std::move(copy), YAML::NullAnchor, "");
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(Node::Kind::list, mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(Node::Kind::map, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    std::string tag;
    YAML::anchor_t anchor;
    bool wants_key = true;
    std::string key;
    Place key_place;
    size_t first_node;  // count when it began
  };
  struct Anchored {
    Node node;
    size_t size;
  };

  void refuse(const std::string& message, const YAML::Mark& mark) { diagnostics_.error(place_of(mark), message); }
  static Node broken(const Place& place) {
    Node out;
    out.kind = Node::Kind::broken;
    out.place = place;
    return out;
  }

  void count(size_t more, const Place& place) {
    nodes_ += more;
    if (nodes_ > kMaxNodes) throw Abort{place, "the file holds more than " + std::to_string(kMaxNodes) + " values"};
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (stack_.size() >= kMaxDepth) throw Abort{place_of(mark), "values are nested deeper than " + std::to_string(kMaxDepth)};
    Open one{{}, tag, anchor, true, "", {}, nodes_};
    one.node.kind = kind;
    one.node.place = place_of(mark);
    stack_.push_back(std::move(one));
  }
  void close() {
    Open one = std::move(stack_.back());
    stack_.pop_back();
    done(std::move(one.node), one.anchor, one.tag, nodes_ - one.first_node);
  }

  void done(Node node, YAML::anchor_t anchor, const std::string& tag, size_t inside = 0) {
    count(1, node.place);
    if (sharing_ == Sharing::refused && anchor != YAML::NullAnchor)
      diagnostics_.error(node.place, "anchors are not read here: write the value again, or use a table or a file");
    if (sharing_ == Sharing::refused && !tag.empty() && tag != "?" && tag != "!") {
      diagnostics_.error(node.place, "tags are not read here: " + printable(tag));
      node = broken(node.place);
    }
    node = tagged(std::move(node), node.is(Node::Kind::broken) ? "" : tag);
    if (anchor != YAML::NullAnchor) anchors_[anchor] = {node, inside + 1};
    if (stack_.empty()) {
      root = std::move(node);
      return;
    }
    Open& in = stack_.back();
    if (in.node.kind == Node::Kind::list) {
      in.node.items.push_back(std::move(node));
    } else if (in.wants_key) {
      take_key(in, std::move(node));
    } else {
      in.wants_key = true;
      if (in.node.member(in.key))
        diagnostics_.error(in.key_place, "'" + printable(in.key) + "' stands here twice");
      else
        in.node.members.push_back({std::move(in.key), std::move(in.key_place), std::move(node)});
    }
  }

  void take_key(Open& in, Node key) {
    if (key.kind != Node::Kind::text && key.kind != Node::Kind::null) throw Abort{key.place, std::string("a key must be text, not ") + key.kind_name()};
    if (sharing_ == Sharing::refused && key.kind == Node::Kind::text && key.plain && key.text == "<<")
      diagnostics_.error(key.place, "merge keys are not read here: write the members again, or use a table or a file");
    in.key = key.kind == Node::Kind::null ? "null" : key.text;
    in.key_place = key.place;
    in.wants_key = false;
  }

  Node tagged(Node node, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!" || tag.starts_with("tag:yaml.org,2002:")) return node;
    std::string name = tag.substr(tag[0] == '!');
    if (tags_ == Tags::cloudformation)
      for (const auto& function : intrinsic_names()) {
        if (function != name && function != "Fn::" + name) continue;
        Place place = node.place;
        return map_node(function, place, std::move(node));
      }
    std::vector<std::string> known;
    for (const auto& function : intrinsic_names()) known.push_back("!" + function.substr(function.starts_with("Fn::") ? 4 : 0));
    std::string near = tags_ == Tags::cloudformation ? nearest(tag, known) : "";
    diagnostics_.error(node.place, "unknown tag " + printable(tag), near.empty() ? "" : "did you mean " + near + "?");
    return broken(node.place);
  }

  const std::string& text_;
  const std::string& file_;
  const Tags tags_;
  const Sharing sharing_;
  Diagnostics& diagnostics_;
  std::vector<Open> stack_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  size_t nodes_ = 0;
};

}  // namespace

std::optional<Node> read_yaml(const std::string& text, const std::string& file, Tags tags, Diagnostics& diagnostics, Sharing sharing) {
  if (!valid_utf8(text)) {
    diagnostics.error({file, 0, 0}, "the file is not UTF-8");
    return std::nullopt;
  }
  Builder builder(text, file, tags, sharing, diagnostics);
  try {
    std::istringstream in(text);
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder) || builder.root.is(Node::Kind::null)) {
      diagnostics.error({file, 0, 0}, "the file is empty");
      return std::nullopt;
    }
    Builder rest(text, file, tags, sharing, diagnostics);
    if (parser.HandleNextDocument(rest)) {
      diagnostics.error(rest.root.place, "a second document begins here; one file holds one");
      return std::nullopt;
    }
    return std::move(builder.root);
  } catch (const YAML::DeepRecursion& e) {
    diagnostics.error(builder.place_of(e.mark), "values are nested too deeply");
  } catch (const YAML::Exception& e) {
    diagnostics.error(builder.place_of(e.mark), "this is not YAML: " + printable(e.msg));
  } catch (const Abort& e) {
    diagnostics.error(e.place, e.message);
  }
  return std::nullopt;
}

}  // namespace lambent::config
