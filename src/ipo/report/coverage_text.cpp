#include "ipo/report/coverage_text.h"

#include "base/text.h"
#include "ipo/report/wording.h"

namespace lambent::ipo {
namespace {

constexpr size_t kNamed = 5;

std::string names_text(const std::vector<std::string>& names, bool whole) {
  size_t shown = whole ? names.size() : std::min(names.size(), kNamed);
  std::vector<std::string> safe;
  for (size_t i = 0; i < shown; ++i) safe.push_back(one_line(names[i], 200));
  std::string out = join(safe, ", ");
  return shown < names.size() ? out + " and " + std::to_string(names.size() - shown) + " more" : out;
}

std::string count_text(const std::string& what, Count count, const Page& page) {
  std::string text = what + " " + std::to_string(count.hit) + "/" + std::to_string(count.all);
  return count.hit < count.all ? page.ink(Ink::mark, text) : text;
}

std::string line_of(const AppCoverage& app, const Page& page) {
  std::vector<std::string> counts;
  for (Measure measure : kMeasures)
    if (Count all = count(app, measure); all.all > 0) counts.push_back(count_text(name_of(measure), all, page));
  return one_line(app.app, 200) + "  " + (counts.empty() ? "nothing to reach" : join(counts, ", "));
}

class Details {
 public:
  Details(const Page& page, bool all) : all_(all), page_(page) {}

  void of(const AppCoverage& app) {
    part("functions", app.functions, Measure::functions, "invoked");
    for (const auto& machine : app.machines) of(machine);
    for (const auto& role : app.roles) part(one_line(role.name, 100), role.statements, Measure::statements, "used");
    part("routes", app.routes, Measure::routes, "called");
    if (!all_) return;
    for (const auto& [service, counts] : app.operations) {
      std::vector<std::string> each;
      for (const auto& [operation, times] : counts) each.push_back(one_line(operation, 100) + " " + std::to_string(times));
      row("calls to " + one_line(service, 100) + ": " + join(each, ", "));
    }
  }
  std::vector<std::string> rows;

 private:
  void of(const MachineCoverage& machine) {
    bool complete = machine.states.missed.empty() && machine.edges.missed.empty();
    if (complete && !all_) return;
    std::string counts = count_text("states", {machine.states.hit.size(), machine.states.size()}, page_);
    if (machine.edges.size() > 0) counts += ", " + count_text("edges", {machine.edges.hit.size(), machine.edges.size()}, page_);
    row(one_line(machine.name, 100) + "   " + counts + missed(machine.states, Measure::states) + missed(machine.edges, Measure::edges));
    hit(machine.states, "visited");
    hit(machine.edges, "taken");
  }
  void part(const std::string& name, const Covered& covered, Measure measure, const char* done) {
    if (covered.size() == 0 || (covered.missed.empty() && !all_)) return;
    row(name + "   " + std::to_string(covered.hit.size()) + "/" + std::to_string(covered.size()) + missed(covered, measure));
    hit(covered, done);
  }
  std::string missed(const Covered& covered, Measure measure) const {
    return covered.missed.empty() ? "" : std::string("   ") + never(measure) + ": " + names_text(covered.missed, all_);
  }
  void hit(const Covered& covered, const char* done) {
    if (all_ && !covered.hit.empty()) row("  " + page_.ink(Ink::faint, std::string(done) + ": " + names_text(covered.hit, all_)));
  }
  void row(const std::string& text) { rows.push_back("  " + text); }

  const bool all_;
  const Page& page_;
};

Json json_of(const Covered& covered) { return object({{"hit", text_array(covered.hit)}, {"missed", text_array(covered.missed)}}); }

Json json_of(const AppCoverage& app) {
  Json machines = array(), roles = array(), operations = Json::object();
  for (const auto& machine : app.machines) machines.push_back(object({{"name", machine.name}, {"states", json_of(machine.states)}, {"edges", json_of(machine.edges)}}));
  for (const auto& role : app.roles) roles.push_back(object({{"name", role.name}, {"statements", json_of(role.statements)}}));
  for (const auto& [service, counts] : app.operations) {
    Json each = Json::object();
    for (const auto& [operation, times] : counts) set(each, operation, times);
    set(operations, service, std::move(each));
  }
  return object({{"app", app.app},
                 {"functions", json_of(app.functions)},
                 {"machines", std::move(machines)},
                 {"roles", std::move(roles)},
                 {"routes", json_of(app.routes)},
                 {"operations", std::move(operations)}});
}

}  // namespace

std::vector<CoverageRow> coverage_rows(const Coverage& coverage, const Page& page) {
  std::vector<CoverageRow> out;
  bool verbose = page.verbosity == Verbosity::verbose;
  auto row = [&](std::string text) { out.push_back({out.empty() ? "coverage" : "", std::move(text)}); };
  if (coverage.apps.empty()) return out;
  if (!coverage.part.empty()) row("of a part of the cases (" + one_line(coverage.part, 200) + ")" + (verbose ? "" : "; -v lists what they did not reach"));
  for (const auto& app : coverage.apps) {
    row(line_of(app, page));
    if (!coverage.part.empty() && !verbose) continue;
    Details details(page, verbose);
    details.of(app);
    for (auto& text : details.rows) row(std::move(text));
  }
  return out;
}

Json json_of(const Coverage& coverage) {
  Json apps = array();
  for (const auto& app : coverage.apps) apps.push_back(json_of(app));
  Json out = Json::object();
  if (!coverage.part.empty()) set(out, "part", coverage.part);
  set(out, "apps", std::move(apps));
  return out;
}

}  // namespace lambent::ipo
