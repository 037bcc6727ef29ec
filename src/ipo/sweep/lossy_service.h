// A service whose answer to one call is lost: it does what it is asked, and then the connection breaks.
//
//   LossyService lossy(*aws.find("sns"), journal, [](const Call& call) { return …; });
//   aws.add(lossy);        // in the place of the service; both outlive the door
#pragma once
#include <functional>

#include "aws/journal.h"
#include "aws/service.h"

namespace lambent::ipo {

class LossyService final : public Service {
 public:
  using Choice = std::function<bool(const Call&)>;
  LossyService(Service& real, Journal& journal, Choice loses) : real_(real), journal_(journal), loses_(std::move(loses)) {}

  std::string_view name() const override { return real_.name(); }
  std::vector<std::string_view> operations() const override { return real_.operations(); }
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override { return real_.needs(call); }
  AwsError refused(const Call& call, const Denial& denial) const override { return real_.refused(call, denial); }
  std::vector<Route> routes() override { return real_.routes(); }
  void load() override { real_.load(); }
  void resume() override { real_.resume(); }
  void reset() override { real_.reset(); }
  void seed(const Scope& scope, const Json& given) override { real_.seed(scope, given); }
  std::optional<SeenEffect> effect(const Journal& journal, const JournalEntry& entry) const override { return real_.effect(journal, entry); }
  Touch touch(std::string_view operation) const override { return real_.touch(operation); }

 private:
  Service& real_;
  Journal& journal_;
  const Choice loses_;
};

}  // namespace lambent::ipo
