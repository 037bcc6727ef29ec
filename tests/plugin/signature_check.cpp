#include "signature_check.h"

#include <algorithm>
#include <sstream>

#include "base/digest.h"
#include "base/text.h"

namespace lambent::test {

namespace {

std::string between(const std::string& text, const std::string& start, const std::string& end) {
  const auto from = text.find(start);
  if (from == std::string::npos) return "";
  const auto to = text.find(end, from + start.size());
  return text.substr(from + start.size(), to == std::string::npos ? to : to - from - start.size());
}

// Every path segment encoded once more than it was sent.
std::string canonical_path(const std::string& path) {
  std::string to;
  for (const unsigned char c : path) {
    if (std::isalnum(c) || std::string_view("-._~/").find(static_cast<char>(c)) != std::string_view::npos) {
      to += static_cast<char>(c);
    } else {
      char code[4];
      std::snprintf(code, sizeof code, "%%%02X", c);
      to += code;
    }
  }
  return to;
}

std::string canonical_query(const std::string& query) {
  std::vector<std::string> pairs;
  std::istringstream in(query);
  for (std::string pair; std::getline(in, pair, '&');) pairs.push_back(pair.find('=') == std::string::npos ? pair + "=" : pair);
  std::sort(pairs.begin(), pairs.end());
  std::string to;
  for (const auto& pair : pairs) to += (to.empty() ? "" : "&") + pair;
  return to;
}

}  // namespace

std::string signature_fault(const SeenRequest& request, const std::string& secret, const std::string& scope_region, const std::string& scope_service) {
  const auto authorization = request.headers.find("authorization");
  if (authorization == request.headers.end()) return "not signed";
  const std::string& line = authorization->second;
  const std::string signed_names = between(line, "SignedHeaders=", ",");
  const std::string time = request.headers.count("x-amz-date") ? request.headers.at("x-amz-date") : "";
  const std::string scope = time.substr(0, 8) + "/" + scope_region + "/" + scope_service + "/aws4_request";
  if (line.find("/" + scope + ",") == std::string::npos) return "scope is not " + scope + ": " + line;
  const std::string padded = ";" + signed_names + ";";
  for (const auto& [name, value] : request.headers)
    if ((name == "host" || name.substr(0, 6) == "x-amz-") && padded.find(";" + name + ";") == std::string::npos) return name + " is not signed";

  const auto question = request.target.find('?');
  std::string canonical = request.method + "\n" + canonical_path(request.target.substr(0, question)) + "\n" +
                          (question == std::string::npos ? "" : canonical_query(request.target.substr(question + 1))) + "\n";
  std::istringstream names(signed_names);
  for (std::string name; std::getline(names, name, ';');) {
    if (!request.headers.count(name)) return name + " is signed and not sent";
    canonical += name + ":" + request.headers.at(name) + "\n";
  }
  canonical += "\n" + signed_names + "\n" + hex_encode(sha256(request.body));
  const std::string to_sign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex_encode(sha256(canonical));
  std::string key = "AWS4" + secret;
  for (const std::string& part : {time.substr(0, 8), scope_region, scope_service, std::string("aws4_request")}) key = hmac_sha256(key, part);
  const std::string expected = hex_encode(hmac_sha256(key, to_sign));
  const std::string found = between(line, "Signature=", ",");
  return found == expected ? "" : "signature " + found + " is not " + expected + " over\n" + canonical;
}

}  // namespace lambent::test
