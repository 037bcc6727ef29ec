// Takes out of what happened in a case whatever changes from run to run though nothing is different:
//
//   ids           <message-id:1>, <request-id:2>, <execution:1> … the same id, the same number   (placeholders.h)
//   instants      T+7d                                                                            (relative_time.h)
//   here and now  ports of this machine, temporary folders, where packages are, addresses; folders become relative to the case file's
//   secrets       ***                                                                             (report/secrets.h)
//
// Keys are sorted; a text that is a JSON object or list becomes {"$json": …}, so that it is seen in parts; bytes that are
// no UTF-8 become U+FFFD.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"
#include "ipo/snapshot/placeholders.h"
#include "ipo/snapshot/relative_time.h"

namespace lambent::ipo {

class Normaliser {
 public:
  // `folder`: of the case file.
  Normaliser(RelativeTime time, const std::string& folder);

  // Numbers ids as they come: give it things in an order that is the same in each run.
  Json normalised(const Json& value);

  // The value with all ids of a kind alike: what sorts things whose order means nothing.
  std::string shape(const Json& value) const;

 private:
  Json walk(const Json& value, const KeyKind& told, Placeholders& ids) const;
  std::string text(std::string text, const std::string& kind, Placeholders& ids) const;
  std::string without_place(std::string text) const;

  const RelativeTime time_;
  std::vector<std::pair<std::string, std::string>> folders_;  // absolute path and what it is called, the longest first
  Placeholders ids_;
};

}  // namespace lambent::ipo
