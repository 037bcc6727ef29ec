#include "mocks/ses/templates.h"

#include <algorithm>

#include "aws/arn.h"
#include "mocks/ses/handlebars/template.h"
#include "mocks/ses/mailbox.h"

namespace lambent::ses {
namespace {

constexpr size_t kLargest = 500 << 10;
constexpr size_t kMostTemplates = 10'000;
constexpr size_t kLongestName = 64;

AwsError template_error(Dialect dialect, const char* v1_code, const std::string& message) {
  return AwsError(dialect == Dialect::v1 ? v1_code : "BadRequestException", 400, message);
}

AwsError unknown_template(Dialect dialect, const std::string& name) {
  const std::string message = "Template " + name + " does not exist.";
  return dialect == Dialect::v1 ? AwsError("TemplateDoesNotExist", 400, message) : AwsError("NotFoundException", 404, message);
}

void parse_all(const TemplateContent& content) {
  for (const auto* part : {&content.subject, &content.text, &content.html})
    if (*part) handlebars::parse(**part);
}

size_t size_of(const TemplateContent& content) {
  size_t out = 0;
  for (const auto* part : {&content.subject, &content.text, &content.html}) out += *part ? (*part)->size() : 0;
  return out;
}

// So that keys sort from the newest to the oldest.
std::string order_of(const TemplateRow& row) {
  std::string age = std::to_string(9'999'999'999'999 - row.created_ms);
  return std::string(13 - std::min<size_t>(13, age.size()), '0') + age + "/" + row.name;
}

}  // namespace

Json TemplateRow::to_json() const {
  Json out = object({{"name", name}, {"created", created_ms}});
  set_if(out, "subject", content.subject);
  set_if(out, "text", content.text);
  set_if(out, "html", content.html);
  Json tagged = Json::object();
  for (const auto& [key, value] : tags) set_text(tagged, key, value);
  set(out, "tags", std::move(tagged));
  return out;
}

TemplateRow TemplateRow::from_json(const Json& j) {
  TemplateRow out{text_at(j, "name"), {lambent::find_text(j, "subject"), lambent::find_text(j, "text"), lambent::find_text(j, "html")}, int_at(j, "created"), {}};
  if (const Json* tagged = lambent::find(j, "tags"))
    for (const auto& [key, value] : tagged->items()) out.tags[key] = value.get<std::string>();
  return out;
}

const TemplateRow& Templates::get(const Scope& scope, const std::string& name, Dialect dialect) const {
  const TemplateRow* row = find(scope, name);
  if (!row) throw unknown_template(dialect, name);
  return *row;
}

void Templates::check(const TemplateRow& row, Dialect dialect) const {
  bool good = !row.name.empty() && row.name.size() <= kLongestName;
  for (char c : row.name) good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  if (!good) throw template_error(dialect, "InvalidParameterValue", "Template name must be 1 to 64 letters, numbers, underscores or dashes: " + row.name);
  if (size_of(row.content) > kLargest) throw template_error(dialect, "InvalidTemplate", "The template is larger than 500 KB.");
  try {
    parse_all(row.content);
  } catch (const handlebars::SyntaxError& e) {
    throw template_error(dialect, "InvalidTemplate", std::string("The template is invalid: ") + e.what());
  }
}

void Templates::create(const Scope& scope, TemplateRow row, Dialect dialect) {
  check(row, dialect);
  const std::string key = scope_key(scope, row.name);
  if (rows_.contains(key)) throw AwsError(dialect == Dialect::v1 ? "AlreadyExists" : "AlreadyExistsException", 400, "Template " + row.name + " already exists.");
  size_t count = 0;
  rows_.each(scope_prefix(scope), [&](const std::string&, const TemplateRow&) { ++count; });
  if (count >= kMostTemplates) throw AwsError(dialect == Dialect::v1 ? "LimitExceeded" : "LimitExceededException", 400, "The number of templates exceeds 10000.");
  row.created_ms = aws_.clock().now_ms();
  rows_.put(key, std::move(row));
}

void Templates::update(const Scope& scope, const TemplateRow& row, Dialect dialect) {
  get(scope, row.name, dialect);
  check(row, dialect);
  rows_.update(scope_key(scope, row.name), [&](TemplateRow& known) { known.content = row.content; });
}

Templates::Page Templates::list(const Scope& scope, const std::string& token, std::int64_t most) const {
  std::vector<std::string> order;
  rows_.each(scope_prefix(scope), [&](const std::string&, const TemplateRow& row) { order.push_back(order_of(row)); });
  std::sort(order.begin(), order.end());
  Page out;
  out.next = page(order, token, static_cast<size_t>(std::clamp<std::int64_t>(most, 1, 100)));
  for (const auto& one : order) out.rows.push_back(*find(scope, one.substr(one.find('/') + 1)));
  return out;
}

Json read_template_data(const std::optional<std::string>& text) {
  if (!text || text->empty()) throw std::invalid_argument("Template rendering data is required.");
  Json data;
  try {
    data = parse_json(*text);
  } catch (const JsonError& e) {
    throw std::invalid_argument(std::string("Template rendering data is invalid: ") + e.what());
  }
  if (!data.is_object()) throw std::invalid_argument("Template rendering data is invalid: it is no JSON object");
  return data;
}

TemplateContent render(const TemplateContent& content, const Json& data) {
  auto part = [&](const std::optional<std::string>& text) -> std::optional<std::string> {
    if (!text) return std::nullopt;
    return handlebars::render(handlebars::parse(*text), data);
  };
  return {part(content.subject), part(content.text), part(content.html)};
}

std::string template_arn(const Scope& scope, const std::string& name) { return make_arn("ses", scope.region, scope.account, "template/" + name); }

}  // namespace lambent::ses
