// What the last deployment granted to a role or a function, so that the next one takes back what its template no longer has.
// What a person granted beside it is left alone.
#pragma once
#include <set>
#include <string>

#include "base/table.h"

namespace lambent {

// Key: scope, "role/" or "function/", name. A role has "inline <policy name>" and "managed <policy ARN>", a function the ids
// of the statements of its policy.
struct GrantsRow {
  std::set<std::string> grants;

  Json to_json() const { return object({{"grants", text_array({grants.begin(), grants.end()})}}); }
  static GrantsRow from_json(const Json& j) {
    auto list = texts_at(j, "grants");
    return {{list.begin(), list.end()}};
  }
};

using Grants = Table<GrantsRow>;

}  // namespace lambent
