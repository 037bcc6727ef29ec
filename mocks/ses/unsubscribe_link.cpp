#include "mocks/ses/unsubscribe_link.h"

#include "base/text.h"
#include "mocks/ses/mime.h"
#include "mocks/ses/raw_tracking.h"

namespace lambent::ses {
namespace {

constexpr std::string_view kMark = "{{amazonSESUnsubscribeUrl}}";
constexpr int kMostLinks = 2;

// Puts the link in place of the mark as long as there are links left.
class Linker {
 public:
  explicit Linker(const std::string& link) : link_(link) {}
  std::string operator()(std::string text) {
    for (size_t at = text.find(kMark); at != std::string::npos && left_ > 0; at = text.find(kMark, at + link_.size()), --left_) text.replace(at, kMark.size(), link_);
    return text;
  }

 private:
  const std::string& link_;
  int left_ = kMostLinks;
};

void set_header(Json& headers, const HeaderField& field) {
  Json kept = array();
  for (auto& one : headers)
    if (!iequals(text_at(one, "Name"), field.name)) kept.push_back(std::move(one));
  kept.push_back(object({{"Name", field.name}, {"Value", field.value}}));
  headers = std::move(kept);
}

}  // namespace

void add_unsubscribe_link(MailRow& row, const std::string& link) {
  if (row.to.size() + row.cc.size() + row.bcc.size() != 1) return;
  const HeaderField fields[] = {{"List-Unsubscribe", "<" + link + ">"}, {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"}};
  Linker linked(link);
  if (!row.raw) {
    for (const auto& field : fields) set_header(row.headers, field);
    for (auto* text : {&row.text, &row.html})
      if (*text) **text = linked(std::move(**text));
    return;
  }
  auto change = [&](std::string text) { return linked(std::move(text)); };
  row.raw = with_fields(with_texts_changed(*row.raw, change), {fields[0], fields[1]});
  Texts texts = texts_of(parse_parts(*row.raw));  // what is shown beside the bytes
  if (row.text) row.text = std::move(texts.plain);
  if (row.html) row.html = std::move(texts.html);
}

}  // namespace lambent::ses
