#include "mocks/states/items/source.h"

#include "mocks/states/items/unpack.h"

namespace lambent::states::items {
namespace {

class ValueItems final : public Source {
 public:
  ValueItems(Json given, std::string source) : given_(std::move(given)), source_(std::move(source)), at_(given_.cbegin()) {}
  bool next(Item& item) override {
    if (at_ == given_.cend()) return false;
    item.value = *at_;
    item.key.reset();
    if (given_.is_object()) item.key = at_.key();
    item.source = source_;
    ++at_;
    return true;
  }
  void rewind() override { at_ = given_.cbegin(); }

 private:
  const Json given_;
  const std::string source_;
  Json::const_iterator at_;
};

class Chain final : public Source {
 public:
  explicit Chain(std::vector<SourcePtr> parts) : parts_(std::move(parts)) {}
  bool next(Item& item) override {
    for (; at_ < parts_.size(); ++at_)
      if (parts_[at_]->next(item)) return true;
    return false;
  }
  void rewind() override {
    for (auto& part : parts_) part->rewind();
    at_ = 0;
  }

 private:
  std::vector<SourcePtr> parts_;
  size_t at_ = 0;
};

class Limited final : public Source {
 public:
  Limited(SourcePtr source, std::int64_t most) : source_(std::move(source)), most_(most) {}
  bool next(Item& item) override {
    if (given_ == most_ || !source_->next(item)) return false;
    ++given_;
    return true;
  }
  void rewind() override {
    source_->rewind();
    given_ = 0;
  }

 private:
  SourcePtr source_;
  const std::int64_t most_;
  std::int64_t given_ = 0;
};

}  // namespace

Json Item::as_input() const {
  if (!key) return value;
  return object({{"Key", *key}, {"Value", value}});
}

SourcePtr value_items(Json given, std::string source) { return std::make_unique<ValueItems>(std::move(given), std::move(source)); }

SourcePtr one_after_another(std::vector<SourcePtr> parts) { return std::make_unique<Chain>(std::move(parts)); }

SourcePtr at_most(SourcePtr source, std::int64_t most) { return std::make_unique<Limited>(std::move(source), most); }

SourcePtr read_items(Bytes bytes, const Format& format, std::string source) {
  size_t room = kMostUnpacked;
  return read_items(std::move(bytes), format, std::move(source), room);
}

SourcePtr read_items(Bytes bytes, const Format& format, std::string source, size_t& room) {
  if (packed(*bytes)) bytes = std::make_shared<const std::string>(unpack(*bytes, room));
  switch (format.type) {
    case Format::Type::json: return json_items(std::move(bytes), format.pointer, std::move(source));
    case Format::Type::jsonl: return jsonl_items(std::move(bytes), std::move(source));
    case Format::Type::csv: return csv_items(std::move(bytes), format.csv, std::move(source));
  }
  return nullptr;
}

}  // namespace lambent::states::items
