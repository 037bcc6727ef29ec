// CSV rows as items: objects of strings, named by the headers.
#include <algorithm>
#include <numeric>
#include <set>

#include "mocks/states/items/csv.h"
#include "mocks/states/items/source.h"

namespace lambent::states::items {
namespace {

constexpr std::string_view kMark = "\xef\xbb\xbf";
constexpr size_t kMostHeader = 10 << 10;

// String.hashCode(): over UTF-16 units.
std::uint32_t java_hash(const std::string& text) {
  std::uint32_t hash = 0;
  for (size_t i = 0; i < text.size();) {
    auto c = static_cast<unsigned char>(text[i]);
    size_t more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
    std::uint32_t point = more == 0 ? c : c & (0x3fu >> more);
    for (size_t k = 1; k <= more && i + k < text.size(); ++k) point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fu);
    i += more + 1;
    if (point < 0x10000) {
      hash = hash * 31 + point;
    } else {
      hash = hash * 31 + (0xd800 + ((point - 0x10000) >> 10));
      hash = hash * 31 + (0xdc00 + ((point - 0x10000) & 0x3ff));
    }
  }
  return hash;
}

class CsvItems final : public Source {
 public:
  CsvItems(Bytes bytes, const CsvFormat& format, std::string source)
      : bytes_(std::move(bytes)), format_(format), source_(std::move(source)), reader_("", ',') {
    if (format_.headers) names_ = *format_.headers;
    rewind();
    if (std::set<std::string>(names_.begin(), names_.end()).size() != names_.size()) throw ReadFault("CSV headers cannot contain duplicates.");
    size_t size = std::accumulate(names_.begin(), names_.end(), names_.size(), [](size_t n, const std::string& name) { return n + name.size(); });
    if (size > kMostHeader) throw ReadFault("CSV headers cannot be larger than 10 KiB.");
    order_ = member_order(names_);
  }
  bool next(Item& item) override {
    if (!reader_.next(row_)) return false;
    row_.resize(names_.size());
    item.value = Json::object();
    for (size_t column : order_) item.value.push_back({names_[column], std::move(row_[column])});
    item.key.reset();
    item.source = source_;
    return true;
  }
  void rewind() override {
    std::string_view text = *bytes_;
    if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
    reader_ = CsvReader(text, format_.delimiter);
    if (!format_.headers) reader_.next(names_);
  }

 private:
  const Bytes bytes_;
  const CsvFormat format_;
  const std::string source_;
  CsvReader reader_;
  std::vector<std::string> names_, row_;
  std::vector<size_t> order_;
};

}  // namespace

std::vector<size_t> member_order(const std::vector<std::string>& names) {
  std::uint32_t buckets = 16;  // doubled whenever three quarters are full
  while (names.size() * 4 > buckets * 3u) buckets *= 2;
  std::vector<std::uint32_t> bucket;
  for (const auto& name : names) {
    std::uint32_t hash = java_hash(name);
    bucket.push_back((hash ^ hash >> 16) & (buckets - 1));
  }
  std::vector<size_t> order(names.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return bucket[a] < bucket[b]; });
  return order;
}

SourcePtr csv_items(Bytes text, const CsvFormat& format, std::string source) {
  return std::make_unique<CsvItems>(std::move(text), format, std::move(source));
}

}  // namespace lambent::states::items
