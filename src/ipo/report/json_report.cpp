#include "ipo/report/json_report.h"

#include <ostream>

#include "base/text.h"
#include "base/time_text.h"
#include "ipo/report/coverage_text.h"
#include "ipo/report/reporters.h"

namespace lambent::ipo {
namespace {

std::int64_t virtual_ms(Duration time) { return std::chrono::floor<std::chrono::milliseconds>(time).count(); }
double real_ms(Duration time) { return static_cast<double>(std::chrono::floor<std::chrono::microseconds>(time).count()) / 1000; }

Json json_of(const Place& place) { return object({{"file", place.file}, {"line", place.line}, {"column", place.column}}); }
Json json_of(const Moment& when) { return object({{"virtualMs", virtual_ms(when.at)}, {"realMs", real_ms(when.real)}}); }

void set_some(Json& out, std::string_view key, const std::string& text) {
  if (!text.empty()) set(out, key, text);
}

Json json_of(const FieldDifference& field) {
  static constexpr const char* kinds[] = {"missing", "extra", "changed"};
  Json out = object({{"kind", kinds[static_cast<size_t>(field.kind)]}, {"path", field.path}, {"expected", field.expected}, {"actual", field.actual}});
  set_some(out, "note", field.note);
  if (field.texts) set(out, "texts", text_array({field.texts->first, field.texts->second}));
  set(out, "at", json_of(field.place));
  return out;
}

Json json_of(const std::vector<FieldDifference>& fields) {
  Json out = array();
  for (const auto& field : fields) out.push_back(json_of(field));
  return out;
}

Json json_of(const Refusal& it) {
  return object({{"action", it.action}, {"resource", it.resource}, {"principal", it.principal}, {"role", it.role}, {"reason", it.reason},
                 {"why", it.why}, {"statement", it.statement}, {"swallowed", it.swallowed}, {"count", it.count}});
}

Json json_of(const NearMiss& miss) {
  return object({{"when", json_of(miss.when)}, {"by", miss.by}, {"call", miss.call}, {"fields", json_of(miss.fields)}});
}

Json json_of(const Problem& problem) {
  Json out = object({{"kind", name_of(problem.kind)}, {"at", json_of(problem.place)}});
  set_some(out, "check", problem.check);
  set(out, "where", problem.where);
  set(out, "what", problem.what);
  set(out, "fields", json_of(problem.fields));
  if (!problem.expected.is_null()) set(out, "expected", problem.expected);
  if (!problem.actual.is_null()) set(out, "actual", problem.actual);
  if (problem.seen) set(out, "seen", json_of(*problem.seen));
  set_some(out, "by", problem.by);
  set_some(out, "add", problem.add);
  set_some(out, "under", problem.under);
  if (problem.refusal) set(out, "refusal", json_of(*problem.refusal));
  Json near = array();
  for (const auto& miss : problem.near) near.push_back(json_of(miss));
  if (!near.empty()) set(out, "near", near);
  if (!problem.running.empty()) set(out, "running", text_array(problem.running));
  if (!problem.lines.empty()) set(out, "lines", text_array(problem.lines));
  return out;
}

Json json_of(const Happening& it) {
  Json out = object({{"when", json_of(it.when)}, {"text", it.text}, {"tookMs", real_ms(it.took)}});
  set_some(out, "surprise", it.surprise);
  set(out, "seq", it.seq);
  return out;
}

class JsonReport : public Reporter {
 public:
  explicit JsonReport(const ReportOptions& options) : out_(options.out) {}

  void began(const RunSummary&) override {}
  // printable(): \u001b is also how JSON writes it.
  void ended(const CaseOutcome& outcome) override { (cases_ += cases_.empty() ? "\n" : ",\n") += printable(dump(json_of(outcome))); }
  void finished(const RunSummary& summary) override {
    out_ << "{\"report\":1,\"cases\":[" << cases_ << "\n],\n";
    if (!summary.coverage.apps.empty()) out_ << "\"coverage\":" << printable(dump(json_of(summary.coverage))) << ",\n";
    out_ << "\"summary\":" << dump(json_of(summary)) << "}\n" << std::flush;
  }

 private:
  std::ostream& out_;
  std::string cases_;
};

}  // namespace

Json json_of(const CaseOutcome& outcome) {
  Json problems = array(), happened = array();
  for (const auto& problem : outcome.problems) problems.push_back(json_of(problem));
  for (const auto& one : outcome.happened) happened.push_back(json_of(one));
  Json out = object({{"verdict", name_of(outcome.verdict)},
                     {"suite", outcome.suite},
                     {"name", outcome.name},
                     {"tags", text_array(outcome.tags)},
                     {"at", json_of(outcome.place)},
                     {"again", outcome.again},
                     {"repeat", outcome.repeat},
                     {"seed", std::to_string(outcome.seed)}});
  set_some(out, "skip", outcome.skip);
  set(out, "began", iso_millis(outcome.began));
  set(out, "virtualMs", virtual_ms(outcome.virtual_took));
  set(out, "realMs", real_ms(outcome.real_took));
  set(out, "cold", outcome.cold);
  set(out, "invocations", outcome.invocations);
  set(out, "problems", std::move(problems));
  set(out, "happened", std::move(happened));
  set(out, "record", outcome.record);
  return out;
}

Json json_of(const RunSummary& summary) {
  Json out = object({{"passed", summary.passed},
                 {"failed", summary.failed},
                 {"skipped", summary.skipped},
                 {"errors", summary.errors},
                 {"timeouts", summary.timeouts},
                 {"files", summary.files},
                 {"realMs", real_ms(summary.real_took)},
                 {"virtualMs", virtual_ms(summary.virtual_took)},
                 {"seed", std::to_string(summary.seed)},
                 {"jobs", summary.jobs},
                 {"swept", summary.swept},
                 {"variants", summary.variants},
                 {"stopped", summary.stopped},
                 {"leftOut", summary.left_out}});
  if (summary.interrupted) set(out, "interrupted", true);
  return out;
}

std::unique_ptr<Reporter> make_json(const ReportOptions& options) { return std::make_unique<JsonReport>(options); }

}  // namespace lambent::ipo
