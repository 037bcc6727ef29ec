#include "gateway/api_host.h"

#include "base/text.h"

namespace lambent {

std::string host_name(std::string_view host) {
  if (host.starts_with('[')) {
    auto end = host.find(']');
    return lower(host.substr(0, end == std::string_view::npos ? end : end + 1));
  }
  std::string out = lower(host.substr(0, host.find(':')));
  if (out.size() > 1 && out.back() == '.') out.pop_back();
  return out;
}

std::optional<std::string> api_of_host(std::string_view host_header) {
  if (host_header.size() < 13) return std::nullopt;  // "x.execute-api": asked for every request
  std::string host = host_name(host_header);
  auto dot = host.find('.');
  if (dot == 0 || dot == std::string::npos) return std::nullopt;
  std::string_view rest = std::string_view(host).substr(dot + 1);
  if (rest != "execute-api" && !rest.starts_with("execute-api.")) return std::nullopt;
  return host.substr(0, dot);
}

bool rewrite_to_api(HttpRequest& request, const std::string& api) {
  std::string_view path = request.path();
  std::string_view query = request.query();
  if (path.starts_with('/')) path.remove_prefix(1);
  auto slash = path.find('/');
  std::string_view stage = path.substr(0, slash);
  if (stage.empty()) return false;
  std::string target = "/restapis/" + percent_encode(api) + "/" + std::string(stage) + "/_user_request_";
  if (slash != std::string_view::npos) target += path.substr(slash);
  if (request.target.find('?') != std::string::npos) target.append("?").append(query);
  request.target = std::move(target);
  return true;
}

}  // namespace lambent
