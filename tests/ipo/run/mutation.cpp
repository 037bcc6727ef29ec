#include "mutation.h"

#include "base/text.h"
#include "ipo/run/judge.h"
#include "ipo/run/world.h"

namespace lambent::ipo::test {
namespace {

using Path = std::vector<std::string>;

std::string text_of(const Path& path) {
  std::string out;
  for (const auto& part : path) out += "." + part;
  return out;
}

const Json* part_of(const Json& value, const Path& path, size_t length) {
  const Json* at = &value;
  for (size_t i = 0; i < length; ++i) {
    if (at->is_object() && at->contains(path[i]))
      at = &(*at)[path[i]];
    else if (at->is_array() && std::stoul(path[i]) < at->size())
      at = &(*at)[std::stoul(path[i])];
    else
      return nullptr;
  }
  return at;
}
Json& part_of(Json& value, const Path& path) { return const_cast<Json&>(*part_of(value, path, path.size())); }

// Every single value inside, and every empty list and object.
void leaves(const Json& value, Path& path, std::vector<Path>& out) {
  if (!value.is_structured() || value.empty()) {
    out.push_back(path);
    return;
  }
  size_t index = 0;
  for (auto it = value.begin(); it != value.end(); ++it, ++index) {
    path.push_back(value.is_object() ? it.key() : std::to_string(index));
    leaves(*it, path, out);
    path.pop_back();
  }
}
std::vector<Path> leaves_of(const Json& value) {
  std::vector<Path> out;
  Path path;
  leaves(value, path, out);
  return out;
}

void change(Json& value) {
  if (value.is_string())
    value = value.get<std::string>() + "~";
  else if (value.is_boolean())
    value = !value.get<bool>();
  else if (value.is_number_integer())
    value = value.get<std::int64_t>() + 1;
  else if (value.is_number())
    value = value.get<double>() + 0.5;
  else if (value.is_array())
    value.push_back("~");
  else if (value.is_object())
    value["~"] = 1;
  else
    value = "~";
}

bool is_word(const std::string& text) { return text.starts_with('$') && !text.starts_with("$$"); }

// The part of an expectation that lets any value at the path pass; empty if the path is closed. `free`: top-level members
// that are compared only where the case names them.
std::string opened_at(const Json& expected, const Path& path, const std::vector<std::string>& free) {
  const Json* at = &expected;
  for (size_t i = 0;; ++i) {
    if (at->is_string() && is_word(at->get<std::string>())) return at->get<std::string>();
    if (at->is_object())
      for (const auto& [key, value] : at->items())
        if (is_word(key) && key != "$rest") return key;
    if (i == path.size()) return "";
    if (at->is_object()) {
      if (at->contains(path[i])) {
        at = &(*at)[path[i]];
        continue;
      }
      if (at->contains("$rest")) return "$rest";
      if (i == 0 && std::find(free.begin(), free.end(), path[0]) != free.end()) return "(not named)";
      return "";
    }
    if (!at->is_array()) return "";
    size_t index = std::stoul(path[i]);
    if (index < at->size() && (*at)[index] != "$rest") {
      at = &(*at)[index];
      continue;
    }
    return !at->empty() && at->back() == "$rest" ? "$rest" : "";
  }
}

struct Maker {
  const CaseEnd& end;
  const Observed& seen;
  std::vector<Mutation> out;

  void add(std::string name, std::function<void(Record&)> make, std::string opened = "") { out.push_back({std::move(name), std::move(make), std::move(opened)}); }

  // What lets a change of this effect pass: any expectation of its kind may be its.
  std::string opened(const Happened& one, const Path& path) const {
    const Effects& effects = end.then->effects;
    if (effects.open) return "effects: $any";
    for (const auto& expected : effects.list) {
      if (expected.kind != one.kind) continue;
      std::string word = opened_at(expected.fields.json, path, one.free);
      if (word.empty() && !path.empty() && !one.fields.contains(path[0]) && !(expected.fields.json.is_object() && expected.fields.json.contains(path[0]))) word = "(not named)";
      if (!word.empty()) return word;
    }
    return "";
  }

  void effects() {
    const bool open = end.then->effects.open;
    for (size_t i = 0; i < seen.effects.size(); ++i) {
      const Happened& one = seen.effects[i];
      std::string name = "effects[" + std::to_string(i) + "] " + one.kind;
      bool listed = !end.then->effects.list.empty();
      add(name + " dropped", [i](Record& r) { r.seen.effects.erase(r.seen.effects.begin() + static_cast<long>(i)); }, open && !listed ? "effects: $any" : "");
      add(name + " doubled", [i](Record& r) { r.seen.effects.push_back(r.seen.effects[i]); }, open ? "effects: $any" : "");
      if (i > 0)
        add(name + " before its predecessor", [i](Record& r) { std::swap(r.seen.effects[i - 1], r.seen.effects[i]); },
            end.then->effects.order == Effects::Order::kept ? "" : "(effects are not `ordered`)");
      for (const auto& path : leaves_of(one.all))
        add(name + text_of(path) + " changed",
            [i, path](Record& r) {
              change(part_of(r.seen.effects[i].all, path));
              if (part_of(r.seen.effects[i].fields, path, path.size())) change(part_of(r.seen.effects[i].fields, path));
            },
            opened(one, path));
    }
    add("an SMS added", [](Record& r) {
      Happened extra;
      extra.kind = "sms";
      extra.fields = extra.all = object({{"to", "+15550001111"}, {"text", "nobody asked for this"}, {"parts", 1}});
      extra.seq = 1'000'000;
      r.seen.effects.push_back(std::move(extra));
    }, open ? "effects: $any" : "");
  }

  static const Json* part_of(const Json& value, const Path& path, size_t length) { return test::part_of(value, path, length); }
  static Json& part_of(Json& value, const Path& path) { return test::part_of(value, path); }

  void denials() {
    const bool judged = end.then->denied_given || end.what.given.iam != IamMode::audit;
    std::string opened = judged ? "" : "iam: audit";
    add("a refusal added", [](Record& r) {
      SeenDenial extra;
      extra.fields = object({{"action", "sqs:SendMessage"}, {"resource", "arn:aws:sqs:us-east-1:000000000000:audit"}, {"principal", "arn:aws:iam::000000000000:role/other"}, {"by", "implicit"}});
      r.seen.denied.push_back(std::move(extra));
    }, opened);
    for (size_t i = 0; i < seen.denied.size(); ++i) {
      std::string name = "denied[" + std::to_string(i) + "]";
      // Equal refusals are one expectation's: with one of several gone the others still fit it.
      bool of_several = seen.denied.size() > end.then->denied.size();
      add(name + " dropped", [i](Record& r) { r.seen.denied.erase(r.seen.denied.begin() + static_cast<long>(i)); }, of_several ? "(one expectation stands for several)" : opened);
      for (const auto& path : leaves_of(seen.denied[i].fields)) {
        std::string word = opened;
        for (const auto& expected : end.then->denied)
          if (word.empty()) word = opened_at(expected.fields.json, path, {"action", "resource", "principal", "by"});
        add(name + text_of(path) + " changed", [i, path](Record& r) { change(test::part_of(r.seen.denied[i].fields, path)); }, word);
      }
    }
  }

  const Value* expected_of(const Answer& one) const {
    for (const auto& [id, value] : end.then->steps)
      if (id == one.id) return &value;
    bool last = &one == end.answers.back().get();
    return last && end.then->response ? &*end.then->response : nullptr;
  }

  void answers() {
    for (size_t i = 0; i < end.answers.size(); ++i) {
      const Answer& one = *end.answers[i];
      std::string name = "answer of " + (one.id.empty() ? one.where : one.id);
      bool last = i + 1 == end.answers.size();
      const Value* expected = expected_of(one);
      if (!one.error) add(name + " becomes an error", [i](Record& r) {
        r.answers[i]->error = object({{"type", "Broken"}, {"message", "broken"}});
        r.answers[i]->value = r.answers[i]->http ? object({{"status", 500}}) : Json();
      }, expected && is_any(*expected) ? "$any" : "");
      if (one.error && last && end.then->error) {
        add(name + " has no error", [i](Record& r) { r.answers[i]->error.reset(); });
        for (const auto& path : leaves_of(*one.error))
          add(name + ".error" + text_of(path) + " changed", [i, path](Record& r) { change(test::part_of(*r.answers[i]->error, path)); }, opened_at(end.then->error->json, path, one.free_of_error));
      }
      if (one.error) continue;
      for (const auto& path : leaves_of(one.value)) {
        std::string word = expected ? opened_at(expected->json, path, one.free) : "(the case names no response of it)";
        // A body is there as text and as JSON; one of them is compared.
        if (one.http && expected && !path.empty() && (path[0] == "body" || path[0] == "json") && !expected->json.contains(path[0])) word = "(not named)";
        add(name + text_of(path) + " changed", [i, path](Record& r) { change(test::part_of(r.answers[i]->value, path)); }, word);
      }
    }
  }

  static bool is_any(const Value& value) { return value.json == "$any"; }
};

Record copy_of(const Observed& seen, const std::vector<std::shared_ptr<Answer>>& answers) {
  Record out{seen, {}};
  for (const auto& one : answers) out.answers.push_back(std::make_shared<Answer>(*one));
  return out;
}

bool notices(const CaseEnd& end, Record& record) {
  std::vector<Problem> problems;
  Judge judge(end.world, record.answers, end.what.given.iam, problems);
  judge.instead(record.seen);
  judge.all(*end.then);
  return !problems.empty();
}

}  // namespace

std::vector<Mutation> mutations_of(const CaseEnd& end) {
  Observed seen = observe(end.world, end.then->reads);
  Maker maker{end, seen, {}};
  maker.effects();
  maker.denials();
  maker.answers();
  return std::move(maker.out);
}

Tally mutate(const CaseEnd& end) {
  Tally out;
  Observed seen = observe(end.world, end.then->reads);
  Record unchanged = copy_of(seen, end.answers);
  if (notices(end, unchanged)) out.holes.push_back(end.what.again() + ": the unchanged record fails");
  for (const auto& mutation : mutations_of(end)) {
    Record record = copy_of(seen, end.answers);
    mutation.make(record);
    ++out.made;
    std::string name = end.what.again() + "  " + mutation.name;
    if (notices(end, record))
      ++out.noticed;
    else if (mutation.opened.empty())
      out.holes.push_back(name);
    else
      out.survived.push_back(name + "  <- " + mutation.opened);
  }
  return out;
}

}  // namespace lambent::ipo::test
