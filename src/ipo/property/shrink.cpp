#include "ipo/property/shrink.h"

#include <set>

#include "ipo/property/choices.h"

namespace lambent::ipo {
namespace {

using Path = std::vector<size_t>;

Json& part_at(Json& tree, const Path& path) {
  Json* at = &tree;
  for (size_t step : path) at = &(*at)[step];
  return *at;
}

// Outer ones first.
void paths_of(const Json& tree, const Path& here, std::vector<Path>& lists, std::vector<Path>& numbers) {
  std::vector<Path> inside;
  for (size_t i = 0; i < tree.size(); ++i) {
    Path path = here;
    path.push_back(i);
    if (tree[i].is_array()) {
      lists.push_back(path);
      inside.push_back(std::move(path));
    } else {
      numbers.push_back(std::move(path));
    }
  }
  for (const auto& path : inside) paths_of(tree[path.back()], path, lists, numbers);
}

class Shrinker {
 public:
  Shrinker(Json tree, const StillFails& still_fails, int most) : still_fails_(still_fails), most_(most) { out_.choices = std::move(tree); }

  Shrunk run() {
    for (int before = -1; before != out_.smaller && out_.asked < most_;) {
      before = out_.smaller;
      empty_lists();
      drop_elements();
      drop_letters();
      smaller_numbers();
    }
    return std::move(out_);
  }

 private:
  bool attempt(Json tree) {
    if (out_.asked >= most_ || !known_.insert(dump(tree)).second) return false;
    if (size_of_choices(tree) >= size_of_choices(out_.choices)) return false;
    ++out_.asked;
    auto taken = still_fails_(tree);
    if (!taken || size_of_choices(*taken) >= size_of_choices(out_.choices)) return false;
    out_.choices = std::move(*taken);
    ++out_.smaller;
    return true;
  }

  template <class Change>
  bool changed(const Path& path, Change change) {
    Json tree = out_.choices;
    change(part_at(tree, path));
    return attempt(std::move(tree));
  }

  // All choices of a part the simplest; and where something changes, the parts are others.
  void empty_lists() {
    for (bool again = true; again;) {
      again = false;
      std::vector<Path> lists, numbers;
      paths_of(out_.choices, {}, lists, numbers);
      for (const auto& path : lists) {
        if (part_at(out_.choices, path).empty() || !changed(path, [](Json& part) { part = array(); })) continue;
        again = true;
        break;
      }
    }
  }

  // Of a list's elements (a count, then a part for each) one less.
  void drop_elements() {
    for (bool again = true; again;) {
      again = false;
      std::vector<Path> lists, numbers;
      paths_of(out_.choices, {}, lists, numbers);
      for (const auto& path : lists) {
        Path around(path.begin(), path.end() - 1);
        const size_t index = path.back();
        const Json& parts = part_at(out_.choices, around);
        // The count is the number before the first of the parts in a row.
        size_t count = index;
        while (count > 0 && parts[count].is_array()) --count;
        if (!parts[count].is_number() || parts[count] == 0) continue;
        auto drop = [&](Json& whole) {
          whole[count] = whole[count].get<std::uint64_t>() - 1;
          whole.erase(index);
        };
        if (!changed(around, drop)) continue;
        again = true;
        break;
      }
    }
  }

  // Of the numbers after a count fewer: the letters of a text.
  void drop_letters() {
    std::vector<Path> lists, numbers;
    paths_of(out_.choices, {}, lists, numbers);
    lists.push_back({});
    for (const auto& path : lists)
      for (size_t count : {size_t{0}, size_t{1}})
        for (size_t chunk : {size_t{16}, size_t{4}, size_t{1}})
          for (size_t from = count + 1; is_count(path, count, chunk) && from + chunk <= part_at(out_.choices, path).size();) {
            auto drop = [&](Json& part) {
              part[count] = part[count].get<std::uint64_t>() - chunk;
              for (size_t i = 0; i < chunk; ++i) part.erase(from);
            };
            if (!changed(path, drop)) ++from;
          }
  }

  // Whether a part is still there and has a number at `at` of at least `least`, and numbers enough after it.
  bool is_count(const Path& path, size_t at, size_t least) {
    const Json* part = &out_.choices;
    for (size_t step : path) {
      if (!part->is_array() || step >= part->size()) return false;
      part = &(*part)[step];
    }
    return part->is_array() && at < part->size() && (*part)[at].is_number() && (*part)[at].get<std::uint64_t>() >= least && out_.asked < most_;
  }

  void smaller_numbers() {
    std::vector<Path> lists, numbers;
    paths_of(out_.choices, {}, lists, numbers);
    for (const auto& path : numbers) {
      auto value = [&]() -> std::uint64_t {
        const Json* at = &out_.choices;
        for (size_t step : path) {
          if (!at->is_array() || step >= at->size()) return 0;
          at = &(*at)[step];
        }
        return at->is_number() ? at->get<std::uint64_t>() : 0;
      };
      auto becomes = [&](std::uint64_t n) { return changed(path, [n](Json& part) { part = n; }); };
      if (value() == 0 || becomes(0)) continue;
      // The least that fails, if all above it do.
      std::uint64_t passes = 0;
      while (value() > passes + 1 && out_.asked < most_) {
        const std::uint64_t middle = passes + (value() - passes) / 2, before = value();
        if (!becomes(middle)) passes = middle;
        if (value() > before) break;
      }
    }
  }

  const StillFails& still_fails_;
  const int most_;
  Shrunk out_;
  std::set<std::string> known_;
};

}  // namespace

Shrunk shrink(const Json& choices, const StillFails& still_fails, int most) { return Shrinker(choices, still_fails, most).run(); }

}  // namespace lambent::ipo
