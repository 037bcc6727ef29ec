// JUnit XML as GitHub, GitLab and Jenkins read it: a suite a file, a testcase a case or row. A case that did not settle is
// a failure of the type timeout; errors are worlds that could not be built.
#include <ostream>

#include "base/time_text.h"
#include "ipo/report/case_text.h"
#include "ipo/report/problem_text.h"
#include "ipo/report/reporters.h"
#include "ipo/report/timeline.h"
#include "ipo/report/wording.h"
#include "ipo/report/xml.h"

namespace lambent::ipo {
namespace {

std::string in_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + '\n';
  return out;
}

std::string property(std::string_view name, std::string_view value) {
  return "        <property" + attribute("name", name) + attribute("value", value) + "/>\n";
}

std::string verdict_element(const CaseOutcome& outcome) {
  if (outcome.verdict == Verdict::skipped) return "      <skipped" + attribute("message", one_line(outcome.skip)) + "/>\n";
  if (!is_failure(outcome.verdict)) return "";
  const std::string element = outcome.verdict == Verdict::error ? "error" : "failure";
  auto groups = by_title(outcome.problems);
  std::string message = groups.empty() ? std::string(name_of(outcome.verdict)) : title_of(groups.front());
  if (groups.size() > 1) message += " (and " + std::to_string(groups.size() - 1) + " more)";
  const std::string type = outcome.verdict == Verdict::timeout || groups.empty() ? name_of(outcome.verdict) : name_of(groups.front().front().kind);
  return "      <" + element + attribute("message", message) + attribute("type", type) + ">" + xml_text(in_lines(problem_lines(outcome, {}))) + "</" +
         element + ">\n";
}

// What functions wrote, as far as the case's record has it.
std::string log_text(const Json& record) {
  std::string out;
  const Json* logs = find(record, "logs");
  if (!logs || !logs->is_array()) return out;
  for (const auto& line : *logs)
    out += one_line(text_at(line, "function"), 100) + "  " + one_line(text_at(line, "level"), 20) + "  " + one_line(text_at(line, "text")) + '\n';
  return out;
}

std::string testcase(const CaseOutcome& outcome) {
  std::string out = "    <testcase" + attribute("name", name_text(outcome)) + attribute("classname", one_line(outcome.place.file)) +
                    attribute("file", one_line(outcome.place.file)) + attribute("line", std::to_string(outcome.place.line)) +
                    attribute("time", seconds_text(outcome.real_took, 3)) + ">\n      <properties>\n" +
                    property("virtual", virtual_text(outcome.virtual_took)) + property("seed", std::to_string(outcome.seed));
  for (const auto& tag : outcome.tags) out += property("tag", one_line(tag));
  out += "      </properties>\n" + verdict_element(outcome);
  std::string told = in_lines(timeline(outcome.happened, Extent::whole, {}, 0));
  if (std::string logs = log_text(outcome.record); !logs.empty()) told += (told.empty() ? "" : "\n") + logs;
  if (!told.empty()) out += "      <system-out>" + xml_text(told) + "</system-out>\n";
  return out + "    </testcase>\n";
}

struct Counts {
  size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  Duration time{};

  void add(const CaseOutcome& outcome) {
    ++tests;
    failures += outcome.verdict == Verdict::failed || outcome.verdict == Verdict::timeout;
    errors += outcome.verdict == Verdict::error;
    skipped += outcome.verdict == Verdict::skipped;
    time += outcome.real_took;
  }
  std::string attributes() const {
    return attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) + attribute("errors", std::to_string(errors)) +
           attribute("skipped", std::to_string(skipped)) + attribute("time", seconds_text(time, 3));
  }
};

struct Suite {
  std::string file, cases;
  Counts counts;
};

class JUnit : public Reporter {
 public:
  explicit JUnit(const ReportOptions& options) : out_(options.out) {}

  void began(const RunSummary&) override {}
  void ended(const CaseOutcome& outcome) override {
    Suite& suite = suite_of(outcome.place.file);
    suite.cases += testcase(outcome);
    suite.counts.add(outcome);
    all_.add(outcome);
  }
  void finished(const RunSummary& summary) override {
    all_.time = summary.real_took;
    out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lambent test\"" << all_.attributes() << ">\n";
    for (const auto& suite : suites_) {
      const std::string file = one_line(suite.file);
      out_ << "  <testsuite" << attribute("name", file) << attribute("file", file) << suite.counts.attributes() << ">\n"
           << suite.cases << "  </testsuite>\n";
    }
    out_ << "</testsuites>\n" << std::flush;
  }

 private:
  Suite& suite_of(const std::string& file) {
    for (auto& suite : suites_)
      if (suite.file == file) return suite;
    return suites_.emplace_back(Suite{.file = file});
  }

  std::ostream& out_;
  std::vector<Suite> suites_;  // in the order of their first cases
  Counts all_;
};

}  // namespace

std::unique_ptr<Reporter> make_junit(const ReportOptions& options) { return std::make_unique<JUnit>(options); }

}  // namespace lambent::ipo
