#include "ipo/record/case_file.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "ipo/case/reader.h"
#include "ipo/run/expectation.h"

namespace lambent::ipo {
namespace {

CaseFile read(const std::string& text, const std::string& file, Diagnostics& diagnostics) {
  CaseFile out = read_case_text(text, file, {}, diagnostics);
  if (!diagnostics.has_errors())
    for (const auto& one : out.cases) check_matchers(one, diagnostics);
  return out;
}

bool is_yaml(const std::string& file) { return file.ends_with(".ipo.yaml") || file.ends_with(".ipo.yml"); }

// The line and column of the last key at the left edge, if it is `cases`.
bool ends_with_cases(const std::string& text) {
  std::string last;
  for (const auto& line : split(text, '\n'))
    if (!line.empty() && line[0] != ' ' && line[0] != '#' && line[0] != '-' && line[0] != '\r') last = line;
  return last.starts_with("cases:") && trim(last.substr(6, last.find('#') - 6)).empty();
}

}  // namespace

GrowingFile::GrowingFile(std::string file, std::optional<std::string> existing, Diagnostics& diagnostics)
    : file_(std::move(file)), existing_(std::move(existing)), diagnostics_(diagnostics) {
  if (!is_yaml(file_)) diagnostics_.error({file_, 0, 0}, "a recorded case is YAML", "name the file *.ipo.yaml");
  if (!existing_ || diagnostics_.has_errors()) return;
  before_ = read(*existing_, file_, diagnostics_);
  if (diagnostics_.has_errors()) return;
  if (before_.cases.empty() || !ends_with_cases(*existing_)) {
    diagnostics_.error({file_, 0, 0}, "`cases` is not the last key of the file, so the new case cannot be put at its end", "record into another file");
    return;
  }
  // The dash of a case stands two columns before its first key.
  indent_ = static_cast<size_t>(std::max(before_.cases.back().place.column, 3)) - 3;
}

void GrowingFile::settle(Draft& draft) const {
  std::string wanted = text_at(draft.one, "name"), name = wanted;
  for (int i = 2; std::any_of(before_.cases.begin(), before_.cases.end(), [&](const Case& one) { return one.name == name; }); ++i)
    name = wanted + " (" + std::to_string(i) + ")";
  set_text(draft.one, "name", name);
  if (!existing_ || !draft.one.contains("given")) return;
  // Where the file has the same application, it need not be said again.
  Draft shorter = draft;
  shorter.one["given"].erase("app");
  if (shorter.one["given"].empty()) shorter.one.erase("given");
  Diagnostics ignored;
  auto app_of = [&](const Draft& one) -> std::filesystem::path {
    CaseFile file = read(with(one), file_, ignored);
    if (ignored.has_errors() || file.cases.empty() || !file.cases.back().given.app) return {};
    return std::filesystem::absolute(file.cases.back().given.app->file).lexically_normal();
  };
  if (auto path = app_of(shorter); !path.empty() && path == app_of(draft)) draft = std::move(shorter);
}

std::string GrowingFile::with(const Draft& draft) const {
  if (existing_) {
    std::string out(trim(*existing_).empty() ? "" : *existing_);
    while (out.ends_with('\n') || out.ends_with(' ')) out.pop_back();
    return out + "\n\n" + draft.text(indent_);
  }
  // What is of the file stands at its head.
  Draft rest = draft;
  std::string head;
  if (rest.one.contains("given") && rest.one["given"].contains("app")) {
    Draft app;
    set(app.one, "app", rest.one["given"]["app"]);
    head = app.text(0).substr(2);
    rest.one["given"].erase("app");
    if (rest.one["given"].empty()) rest.one.erase("given");
  }
  return head + "\ncases:\n" + rest.text(2);
}

std::optional<Case> GrowingFile::read_back(const std::string& text) const {
  CaseFile after = read(text, file_, diagnostics_);
  if (diagnostics_.has_errors()) return std::nullopt;
  bool same = after.cases.size() == before_.cases.size() + 1;
  for (size_t i = 0; same && i < before_.cases.size(); ++i) same = after.cases[i].name == before_.cases[i].name;
  if (!same) {
    diagnostics_.error({file_, 0, 0}, "the file does not read as it did with one case more", "record into another file");
    return std::nullopt;
  }
  return after.cases.back();
}

}  // namespace lambent::ipo
