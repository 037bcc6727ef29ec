// The condition keys of one call: the global ones, those of the principal, and what the service added in its Need.
// Computed when asked for: most decisions never look at them.
//
//   std::vector<UsedKey> used;
//   { Context::Noting noting(context, used);  …evaluate… }      // what was asked for, each key once
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/access_need.h"
#include "base/clock.h"

namespace lambent::access {

using Values = std::vector<std::string>;

class Context {
 public:
  Context(const Call& call, const Need& need, TimePoint now, const std::map<std::string, std::string>& principal_tags)
      : call_(call), need_(need), now_(now), tags_(principal_tags) {}

  virtual ~Context() = default;

  // Nothing: the key is absent.
  std::optional<Values> find(const std::string& lower_key) const;

  class Noting {
   public:
    Noting(const Context& context, std::vector<UsedKey>& into) : context_(context) { context_.used_ = &into; }
    Noting(const Noting&) = delete;
    ~Noting() { context_.used_ = nullptr; }

   private:
    const Context& context_;
  };

  // Replaces ${key} and ${key, 'default'}; nothing if a key is absent or has several values. In a pattern what comes
  // out of a variable is literal(): its '*' is no wildcard.
  std::optional<std::string> substitute(const std::string& text, bool pattern = false) const;

 protected:
  // A simulation knows what it is told and nothing else.
  virtual std::optional<Values> look_up(const std::string& lower_key) const;
  std::optional<Values> principal_key(const std::string& key) const;

 private:
  const Call& call_;
  const Need& need_;
  const TimePoint now_;
  const std::map<std::string, std::string>& tags_;
  mutable std::vector<UsedKey>* used_ = nullptr;
};

// Text whose '*' and '?' stand for themselves. What is compared with a pattern that holds such text is made literal too.
std::string literal(std::string text);

}  // namespace lambent::access
