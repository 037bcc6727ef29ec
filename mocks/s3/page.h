// Pages of keys and of what keys have in common before a delimiter. Pure, over any ordered map of keys: a page takes as
// many steps as it has entries, however many keys are behind a common prefix.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::s3 {

struct PageAsked {
  std::string prefix, delimiter;
  std::string after;        // entries behind this key or common prefix
  std::int64_t most = 1000;
};

// The first key that does not begin with `prefix`; empty: there is none.
std::string behind(std::string prefix);

template <class Iterator>
struct Page {
  std::vector<Iterator> entries;
  std::vector<std::string> prefixes;
  std::string last;       // of both, in order
  bool more = false;
};

// `map` is ordered by keys that begin with `root`, which is no part of them.
template <class Map>
Page<typename Map::Rows::const_iterator> page_of(const Map& map, const std::string& root, const PageAsked& asked) {
  Page<typename Map::Rows::const_iterator> out;
  auto it = map.lower_bound(std::max(root + asked.prefix, root + asked.after));
  std::int64_t count = 0;
  while (it != map.end() && std::string_view(it->first).starts_with(root)) {
    std::string_view key = std::string_view(it->first).substr(root.size());
    if (!key.starts_with(asked.prefix)) break;
    if (key == asked.after) {
      ++it;
      continue;
    }
    auto cut = asked.delimiter.empty() ? std::string_view::npos : key.find(asked.delimiter, asked.prefix.size());
    if (cut == std::string_view::npos) {
      if (count == asked.most) {
        out.more = true;
        break;
      }
      out.entries.push_back(it);
      out.last = key;
      ++count;
      ++it;
      continue;
    }
    std::string common(key.substr(0, cut + asked.delimiter.size()));
    if (common != asked.after) {
      if (count == asked.most) {
        out.more = true;
        break;
      }
      out.prefixes.push_back(common);
      out.last = common;
      ++count;
    }
    std::string next = behind(root + common);
    if (next.empty()) break;
    it = map.lower_bound(next);
  }
  if (asked.most == 0) out.more = false;
  return out;
}

}  // namespace lambent::s3
