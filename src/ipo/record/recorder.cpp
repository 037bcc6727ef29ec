#include "ipo/record/recorder.h"

#include <filesystem>

#include "base/text.h"
#include "ipo/case/reader.h"
#include "ipo/record/case_file.h"
#include "ipo/record/draft.h"
#include "ipo/record/journal_read.h"
#include "ipo/run/case_run.h"
#include "ipo/run/expectation.h"

namespace lambent::ipo {
namespace {

constexpr int kRuns = 3;    // each with other ids
constexpr int kRounds = 5;  // of opening what differs

class Recorder {
 public:
  Recorder(const RecordOptions& options, Diagnostics& diagnostics) : options_(options), diagnostics_(diagnostics), file_(options.file, options.existing, diagnostics) {}

  std::optional<Recording> record(const Journal& journal, const std::string& id) {
    if (diagnostics_.has_errors()) return std::nullopt;
    std::string why;
    auto trace = cut(journal, id, why);
    if (!trace) return refuse(why);
    DraftOptions wanted;
    wanted.app = app();
    Draft draft;
    try {
      draft = draft_of(journal, *trace, observed(journal, *trace), wanted);
    } catch (const std::invalid_argument& e) {
      return refuse(e.what());
    }
    file_.settle(draft);
    // Only what the application does not give itself is put into the world.
    Draft without = draft;
    if (without.one.contains("given")) {
      without.one["given"].erase("state");
      if (without.one["given"].empty()) without.one.erase("given");
    }
    Recording out = prove(without);
    if (out.text.empty() && !diagnostics_.has_errors() && without.one != draft.one) {
      Recording with = prove(draft);
      if (!with.text.empty()) out = std::move(with);
    }
    if (diagnostics_.has_errors()) return std::nullopt;
    return out;
  }

 private:
  std::optional<Recording> refuse(const std::string& why) {
    diagnostics_.error({}, why);
    return std::nullopt;
  }

  std::string app() const {
    std::error_code failed;
    auto folder = std::filesystem::absolute(std::filesystem::path(options_.file), failed).parent_path();
    auto path = std::filesystem::path(options_.template_file).lexically_relative(folder);
    return path.empty() ? options_.template_file : path.string();
  }

  // The services that tell effects, in a world that is there for no more than this.
  Observed observed(const Journal& journal, const Trace& trace) const {
    Case nothing;
    World world(nothing, options_.setting, Scope{options_.account, options_.region});
    Scene scene{journal, world.aws(), [&trace](const JournalEntry& entry) { return Moment{entry.at - trace.began(), {}}; }};
    return observe(scene, Then::Reads::free);
  }

  Recording prove(Draft draft) {
    Recording out;
    out.name = text_at(draft.one, "name");
    for (int round = 0; round < kRounds; ++round) {
      const std::string text = file_.with(draft);
      auto one = file_.read_back(text);
      if (!one) return out;
      Apps apps(options_.account, options_.region, options_.parameters);
      apps.read(*one, diagnostics_);
      if (diagnostics_.has_errors()) return out;
      auto failed = run(*one, apps);
      if (!failed) {
        out.text = text;
        out.failed.reset();
        return out;
      }
      const bool opened = open_differences(draft, *failed);
      out.failed = std::move(failed);
      if (!opened) return out;
    }
    return out;
  }

  // Of the first run that does not pass.
  std::optional<CaseOutcome> run(Case one, const Apps& apps) const {
    for (int i = 0; i < kRuns; ++i) {
      if (i > 0) one.given.seed = static_cast<std::uint64_t>(i);
      CaseOutcome outcome = run_case(one, "recorded", apps, options_.setting);
      if (outcome.verdict != Verdict::passed) return outcome;
    }
    return std::nullopt;
  }

  const RecordOptions& options_;
  Diagnostics& diagnostics_;
  GrowingFile file_;
};

}  // namespace

std::optional<Recording> record(const std::vector<Json>& entries, const std::string& id, const RecordOptions& options, Diagnostics& diagnostics) {
  try {
    ReadJournal read(entries);
    return Recorder(options, diagnostics).record(read.journal(), id);
  } catch (const std::invalid_argument& e) {
    diagnostics.error({}, std::string("the journal cannot be read: ") + e.what());
    return std::nullopt;
  }
}

}  // namespace lambent::ipo
