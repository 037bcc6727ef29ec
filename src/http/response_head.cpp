#include "http/response_head.h"

#include <charconv>

#include "base/text.h"

namespace lambent {
namespace {

bool token_character(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool possible_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), token_character);
}

void append_value(std::string& out, std::string_view value) {
  for (char c : value) {
    bool control = (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    out.push_back(control ? ' ' : c);
  }
}

void append_number(std::string& out, std::uint64_t n) {
  char digits[20];
  auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
  out.append(digits, end);
}

// Framing is ours alone. Compared by length first: this runs for every field of every answer.
bool ours(std::string_view name) {
  switch (name.size()) {
    case 4: return iequals(name, "Date");
    case 7: return iequals(name, "Trailer") || iequals(name, "Upgrade");
    case 10: return iequals(name, "Connection") || iequals(name, "Keep-Alive");
    case 14: return iequals(name, "Content-Length");
    case 17: return iequals(name, "Transfer-Encoding");
    default: return false;
  }
}

}  // namespace

bool carries_body(std::string_view method, int status) {
  return method != "HEAD" && status >= 200 && status != 204 && status != 304;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 418: return "I'm a teapot";
    case 422: return "Unprocessable Content";
    case 424: return "Failed Dependency";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Unknown";
  }
}

bool asks_to_close(const HttpResponse& response) {
  return response.headers.size() > 0 && iequals(response.headers.get("Connection"), "close");
}

void append_head(std::string& out, const HttpResponse& response, std::string_view method, std::string_view date,
                 Connection connection, Framing framing) {
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::uint64_t>(response.status));
  out.push_back(' ');
  out.append(reason_phrase(response.status));
  out.append("\r\n");
  bool has_body = carries_body(method, response.status);
  bool may_have_length = response.status >= 200 && response.status != 204 && !response.pieces;
  for (const auto& [name, value] : response.headers) {
    if (ours(name)) {
      bool own_length = method == "HEAD" && response.body.empty() && iequals(name, "Content-Length");
      if (!own_length) continue;
      may_have_length = false;
    } else if (!possible_name(name)) {
      continue;
    }
    out.append(name).append(": ");
    append_value(out, value);
    out.append("\r\n");
  }
  if (may_have_length && (has_body || method == "HEAD")) {
    out.append("Content-Length: ");
    append_number(out, response.body.size());
    out.append("\r\n");
  }
  if (framing == Framing::chunked) out.append("Transfer-Encoding: chunked\r\n");
  out.append("Date: ").append(date).append("\r\n");
  if (connection == Connection::close) out.append("Connection: close\r\n");
  if (connection == Connection::keep_1_0) out.append("Connection: keep-alive\r\n");
  out.append("\r\n");
}

}  // namespace lambent
