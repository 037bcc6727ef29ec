#include "mocks/sqs/names.h"

#include "aws/arn.h"
#include "aws/error.h"
#include "base/text.h"

namespace lambent::sqs {
namespace {

constexpr size_t kLongestName = 80;

bool word(std::string_view s) {
  for (char c : s)
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_')) return false;
  return !s.empty();
}

bool queue_word(std::string_view name) {
  if (name.size() > kLongestName) return false;
  if (name.ends_with(".fifo")) name.remove_suffix(5);
  return word(name);
}

bool account_id(std::string_view s) { return s.size() == 12 && s.find_first_not_of("0123456789") == std::string_view::npos; }

// sqs.<region>.…, <region>.queue.…; empty: the host names none.
std::string region_of_host(const std::string& host) {
  auto parts = split(lower(host.substr(0, host.find(':'))), '.');
  if (parts.size() >= 3 && parts[0] == "sqs" && parts[1].find('-') != std::string::npos) return parts[1];
  if (parts.size() >= 3 && parts[1] == "queue" && parts[0].find('-') != std::string::npos) return parts[0];
  return "";
}

}  // namespace

std::string QueueName::arn() const { return make_arn("sqs", scope.region, scope.account, name); }

std::string QueueName::url(const std::string& home) const { return home + "/" + scope.account + "/" + name; }

void check_queue_name(const std::string& name, bool fifo) {
  AwsError refused("InvalidParameterValueException", 400, "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
  if (!queue_word(name) || (name.ends_with(".fifo") && !fifo)) throw refused;
  if (fifo && !name.ends_with(".fifo"))
    throw AwsError("InvalidParameterValueException", 400, "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.");
}

QueueName parse_queue_url(const std::string& url, const Scope& scope) {
  QueueName out{scope, url};
  if (queue_word(url)) return out;
  std::string_view rest = url;
  auto scheme = rest.find("://");
  if (scheme != std::string_view::npos) {
    rest.remove_prefix(scheme + 3);
    auto slash = std::min(rest.find('/'), rest.size());
    std::string region = region_of_host(std::string(rest.substr(0, slash)));
    if (!region.empty()) out.scope.region = region;
    rest.remove_prefix(slash);
  }
  auto parts = split(rest, '/');  // the first is what stands before the leading slash
  if (parts.size() == 5 && parts[1] == "queue") {
    out.scope.region = parts[2];
    parts.erase(parts.begin() + 1, parts.begin() + 3);
  }
  if (parts.size() != 3 || !parts[0].empty() || !account_id(parts[1]) || parts[2].empty())
    throw AwsError("InvalidAddress", 404, "The address " + url + " is not valid for this endpoint.");
  out.scope.account = parts[1];
  out.name = parts[2];
  return out;
}

std::optional<QueueName> parse_queue_arn(const std::string& text) {
  auto arn = Arn::parse(text);
  if (!arn || arn->service != "sqs" || !account_id(arn->account) || arn->region.empty() || !queue_word(arn->resource)) return std::nullopt;
  return QueueName{{arn->account, arn->region}, arn->resource};
}

}  // namespace lambent::sqs
