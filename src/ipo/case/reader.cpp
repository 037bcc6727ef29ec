#include "ipo/case/reader.h"

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "config/json_file.h"
#include "config/yaml.h"
#include "ipo/case/expand.h"
#include "ipo/case/parts.h"
#include "ipo/case/selection.h"
#include "ipo/case/table.h"

namespace lambent::ipo {
namespace {

constexpr size_t kMaxFile = 4u << 20;

class FileReader {
 public:
  explicit FileReader(Context& context) : context_(context) {}

  CaseFile read(const Node& root) {
    Node prepared = filled(root, Names{}, {"cases", "given"});
    Fields f(prepared, "file", "a case file", Finish::value, context_);
    out_.file = context_.file();
    out_.suite = f.text("suite").value_or(default_suite());
    clock_ = read_clock(f);
    region_ = f.text("region").value_or("");
    account_ = f.text("account").value_or("");
    if (!account_.empty() && (account_.size() != 12 || account_.find_first_not_of("0123456789") != std::string::npos))
      context_.error(f.find("account")->place, "'account' must be 12 digits, not '" + printable(account_) + "'");
    given_under(root, f.find("app"), f.place_of("app"));
    f.find("given");
    f.find("cases");
    f.done();
    read_cases(root.find("cases"));
    return std::move(out_);
  }

 private:
  // A map with its members filled in, but for those that are filled in later: of these only the key is there.
  Node filled(const Node& map, const Names& names, const std::vector<std::string>& later) {
    Node out;
    out.kind = map.kind;
    out.text = map.text;
    out.plain = map.plain;
    out.place = map.place;
    for (const auto& member : map.members) {
      bool wait = std::find(later.begin(), later.end(), member.key) != later.end();
      out.members.push_back({member.key, member.place, wait ? broken_node(member.value.place) : expand(member.value, names, context_)});
    }
    return out;
  }

  std::string default_suite() const {
    std::string name = std::filesystem::path(context_.file()).filename().string();
    return name.substr(0, name.find(".ipo."));
  }

  std::optional<TimePoint> read_clock(Fields& f) {
    const Node* clock = f.find("clock");
    if (!clock || (clock->is(Node::Kind::text) && clock->text == "now")) return std::nullopt;
    return f.instant("clock");
  }

  // The file's `given`, with its `app` as the default of given.app.
  void given_under(const Node& root, const Node* app, const Place& app_place) {
    given_.kind = Node::Kind::map;
    given_.place = root.place;
    if (const Node* given = root.find("given")) {
      if (given->is(Node::Kind::map))
        given_ = *given;
      else if (!given->is(Node::Kind::null) && !given->is(Node::Kind::broken))
        context_.error(given->place, "given must be a map, not " + shown(*given));
    }
    if (app && !given_.find("app")) given_.members.push_back({"app", app_place, *app});
  }

  void read_cases(const Node* cases) {
    if (!cases || cases->is(Node::Kind::broken)) return;
    if (!cases->is(Node::Kind::list) || cases->items.empty()) {
      context_.error(cases->place, cases->is(Node::Kind::list) ? "a file without cases" : "'cases' must be a list, not " + shown(*cases));
      return;
    }
    for (const auto& one : cases->items) {
      if (one.is(Node::Kind::map))
        read_case(one);
      else if (!one.is(Node::Kind::broken))
        context_.error(one.place, "a case must be a map, not " + shown(one));
    }
  }

  void read_case(const Node& node) {
    const Node* table = node.find("table");
    Names names;
    if (!table || table->is(Node::Kind::null)) {
      add(node, names, nullptr);
      return;
    }
    auto rows = table->is(Node::Kind::broken) ? std::nullopt : read_table(*table, context_);
    if (!rows) {
      names.table = Names::Table::unknown;
      add(node, names, nullptr);
      return;
    }
    names.table = Names::Table::row;
    for (const auto& row : *rows) {
      names.row = &row.values;
      names.index = row.row.index;
      add(node, names, &row);
    }
  }

  void add(const Node& node, Names names, const TableRow* row) {
    const Node* own = node.find("given");
    bool no_map = own && !own->is(Node::Kind::map) && !own->is(Node::Kind::null);
    if (no_map && !own->is(Node::Kind::broken)) context_.error(own->place, "given must be a map, not " + shown(*own));
    Node prepared = filled(node, names, {"table", "given", "when", "then"});
    Fields f(prepared, "case", "a case", Finish::value, context_);
    Case out;
    out.place = node.place;
    out.last_line = last_line_of(node);
    out.name = f.text("name").value_or("");
    if (const Node* name = f.find("name"); name && name->is(Node::Kind::text) && name->text.empty()) context_.error(name->place, "a case needs a name");
    out.tags = f.texts("tags");
    out.only = f.flag("only").value_or(false);
    if (const Node* skip = f.find("skip")) out.skip = read_skip(*skip, context_);
    out.clock = f.given("clock") ? read_clock(f) : clock_;
    f.find("clock");
    out.timeout = f.duration("timeout");
    out.reuse = static_cast<Case::Reuse>(f.word("reuse").value_or(0));
    out.region = region_;
    out.account = account_;
    if (const Node* property = f.find("property")) out.property = read_property(*property, context_);
    if (const Node* sweep = f.find("sweep")) out.sweep = read_sweep(*sweep, f.place_of("sweep"), context_);
    if (out.reuse == Case::Reuse::warm && !out.property)
      context_.error(f.place_of("reuse"), "'reuse: warm' is of a case with a property", "other cases have a world of their own each time");
    if (out.sweep && out.property) context_.error(out.sweep->place, "a case is one of property and sweep", "write property: {faults: each-call}");
    for (const char* key : {"table", "given", "when", "then"}) f.find(key);
    f.done();
    out.given = read_given(expand(merged_given(&given_, own && own->is(Node::Kind::map) ? own : nullptr), names, context_), context_);
    names.while_running = true;
    Answers answers;
    if (const Node* when = node.find("when")) out.when = read_steps(*when, names, answers);
    if (const Node* then = node.find("then")) out.then = read_then(expand(*then, names, context_), answers, context_);
    if (row) {
      out.row = row->row;
      out.only = out.only || row->only;
      if (row->skip) out.skip = row->skip;
    }
    give_name(out, f.place_of("name"));
    out_.cases.push_back(std::move(out));
  }

  std::vector<Step> read_steps(const Node& when, Names& names, Answers& answers) {
    std::vector<Step> out;
    std::vector<const Node*> nodes;
    if (when.is(Node::Kind::list))
      for (const auto& item : when.items) nodes.push_back(&item);
    else
      nodes.push_back(&when);
    if (nodes.empty()) context_.error(when.place, "'when' has no step");
    for (const Node* node : nodes) {
      out.push_back(read_step(expand(*node, names, context_), answers, context_));
      const Step& step = out.back();
      if (!step.answers()) continue;
      answers.last = step.word();
      if (!step.id.empty()) {
        answers.steps[step.id] = step.word();
        names.steps.insert(step.id);
      }
      for (const auto& save : step.save) names.saved.insert(save.name);
    }
    return out;
  }

  // Names tell cases apart, in reports and as the source of their seeds.
  void give_name(Case& one, const Place& place) {
    if (one.name.empty()) return;
    auto [it, fresh] = names_.emplace(one.name, one.place);
    if (fresh) return;
    bool same_case = it->second.line == one.place.line && it->second.column == one.place.column;
    if (!same_case)
      context_.error(place, "the case of line " + std::to_string(it->second.line) + " has the name '" + printable(one.name) + "' too");
    else if (one.row)
      one.name += " [" + std::to_string(one.row->index) + "]";
  }

  Context& context_;
  CaseFile out_;
  Node given_;
  std::optional<TimePoint> clock_;
  std::string region_, account_;
  std::map<std::string, Place> names_;
};

}  // namespace

CaseFile read_case_text(const std::string& text, const std::string& file, const ReadOptions& options, Diagnostics& diagnostics) {
  Context context(file, options);
  CaseFile out;
  out.file = file;
  if (text.size() > kMaxFile) {
    context.error({file, 0, 0}, "the file is larger than 4 MiB", "put data into files of its own: {file: …}");
  } else {
    auto root = file.ends_with(".json") ? config::read_json_file(text, file, context.diagnostics())
                                        : config::read_yaml(text, file, config::Tags::none, context.diagnostics(), config::Sharing::refused);
    if (root) out = FileReader(context).read(*root);
    out.includes = context.all_included();
  }
  context.hand_over(diagnostics);
  return out;
}

CaseFile read_case_file(const std::string& file, const ReadOptions& options, Diagnostics& diagnostics) {
  CaseFile out;
  out.file = file;
  std::error_code failed;
  auto size = std::filesystem::file_size(file, failed);
  if (!failed && size > kMaxFile) {
    diagnostics.error({file, 0, 0}, "the file is larger than 4 MiB", "put data into files of its own: {file: …}");
    return out;
  }
  try {
    return read_case_text(read_file(file), file, options, diagnostics);
  } catch (const FileError& e) {
    diagnostics.error({file, 0, 0}, printable(e.what()));
  }
  return out;
}

std::string Case::again() const {
  bool own_line = row && row->last_line;
  return (own_line ? row->place.file : place.file) + ":" + std::to_string(own_line ? row->place.line : place.line);
}

}  // namespace lambent::ipo
