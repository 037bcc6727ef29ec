#include <charconv>

#include "ipo/record/draft.h"

namespace lambent::ipo {
namespace {

// "effects[1]" and the field "input.list[0]" as the steps of a path.
std::vector<std::string> steps_of(const std::string& path) {
  std::vector<std::string> out;
  std::string name;
  auto end = [&] {
    if (!name.empty()) out.push_back(std::exchange(name, ""));
  };
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '.') {
      end();
    } else if (path[i] == '[') {
      end();
      const size_t close = path.find(']', i);
      if (close == std::string::npos) break;
      std::string inside = path.substr(i + 1, close - i - 1);
      if (inside.starts_with('"'))
        if (auto key = try_parse_json(inside); key && key->is_string()) inside = key->get<std::string>();
      out.push_back(inside);
      i = close;
    } else {
      name += path[i];
    }
  }
  end();
  return out;
}

// The part of the draft that `step` of the actual value is compared with; null if there is none of its own. A word
// ({$json: …}) stands between.
Json* part(Json* at, const std::string& step, std::string& pointer) {
  for (const char* word : {"$json", "$base64"})
    if (at->is_object() && at->size() == 1 && at->contains(word)) {
      at = &(*at)[word];
      pointer = pointer_to(pointer, word);
    }
  size_t index = 0;
  auto [end, failed] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (at->is_array() && failed == std::errc() && index < at->size()) {
    pointer = pointer_to(pointer, index);
    return &(*at)[index];
  }
  if (!at->is_object() || !at->contains(step)) return nullptr;
  pointer = pointer_to(pointer, step);
  return &(*at)[step];
}

void open(Draft& draft, const std::vector<std::string>& head, const FieldDifference& field) {
  std::string pointer = "/then";
  Json* at = &draft.one["then"];
  std::vector<std::string> path = head;
  for (auto& step : steps_of(field.path)) path.push_back(std::move(step));
  size_t gone = 0;
  for (; gone < path.size(); ++gone) {
    std::string next = pointer;
    Json* inner = part(at, path[gone], next);
    if (!inner) break;
    at = inner;
    pointer = next;
  }
  const std::string why = "differed from run to run";
  const bool too_many = field.kind == FieldDifference::Kind::extra && at->is_object() && gone + 1 == path.size();
  if (too_many) {
    set(*at, "$rest", "any");
    pointer = pointer_to(pointer, "$rest");
  } else {
    *at = "$any";
    // What was said of the parts that are gone.
    std::erase_if(draft.comments, [&](const auto& one) { return one.first.starts_with(pointer + "/"); });
  }
  draft.comments[pointer] = why;
}

}  // namespace

bool open_differences(Draft& draft, const CaseOutcome& outcome) {
  using Kind = Problem::Kind;
  for (const auto& problem : outcome.problems) {
    const bool of_an_effect = problem.kind == Kind::effect_differs;
    const bool of_values = of_an_effect || problem.kind == Kind::denied_differs || problem.kind == Kind::response_differs || problem.kind == Kind::error_differs;
    if (!of_values || problem.fields.empty()) return false;
    std::vector<std::string> head = steps_of(problem.where);
    if (of_an_effect && problem.expected.is_object() && !problem.expected.empty()) head.push_back(problem.expected.begin().key());
    for (const auto& field : problem.fields) open(draft, head, field);
  }
  return true;
}

}  // namespace lambent::ipo
