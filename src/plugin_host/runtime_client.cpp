#include "plugin_host/runtime_client.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace lambent::plugin {

namespace {

constexpr std::string_view kVersion = "/2018-06-01/runtime/";
constexpr int kAttempts = 3;
constexpr int kPauseMs = 50;
constexpr size_t kReadSize = 16 * 1024;
constexpr size_t kHeadLimit = 1024 * 1024;  // documented bound of request line and headers

bool same(std::string_view a, std::string_view b) { return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0; }

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

// Error types come from plugins: what cannot stand in a header line is left out.
std::string header_safe(std::string_view value) {
  std::string safe;
  for (const char c : value)
    if (c >= 0x20 && c < 0x7F) safe += c;
  return safe;
}

}  // namespace

RuntimeClient::RuntimeClient(std::string address) {
  if (const auto slash = address.find('/'); slash != std::string::npos) {
    prefix_ = address.substr(slash);
    address.resize(slash);
    while (!prefix_.empty() && prefix_.back() == '/') prefix_.pop_back();
  }
  host_header_ = address;
  const auto colon = address.rfind(':');
  if (colon == std::string::npos || colon + 1 == address.size()) throw ConnectionLost("AWS_LAMBDA_RUNTIME_API is not host:port: " + address);
  host_ = address.substr(0, colon);
  port_ = address.substr(colon + 1);
  if (host_.size() > 1 && host_.front() == '[' && host_.back() == ']') host_ = host_.substr(1, host_.size() - 2);
  next_request_ = "GET " + prefix_ + std::string(kVersion) + "invocation/next HTTP/1.1\r\nHost: " + host_header_ + "\r\nUser-Agent: lambent-plugin-host\r\n\r\n";
}

RuntimeClient::~RuntimeClient() { close(); }

void RuntimeClient::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  next_sent_ = false;
  in_.clear();
  used_ = 0;
}

void RuntimeClient::connect() {
  close();
  addrinfo wanted{}, *found = nullptr;
  wanted.ai_socktype = SOCK_STREAM;
  if (const int error = getaddrinfo(host_.c_str(), port_.c_str(), &wanted, &found))
    throw ConnectionLost("cannot resolve " + host_header_ + ": " + gai_strerror(error));
  int why = 0;
  for (int attempt = 0; attempt < kAttempts && !connected(); ++attempt) {
    if (attempt) poll(nullptr, 0, kPauseMs);
    for (const addrinfo* a = found; a && !connected(); a = a->ai_next) {
      const int s = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);
      if (s < 0) continue;
      if (::connect(s, a->ai_addr, a->ai_addrlen) == 0) {
        const int on = 1;
        setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        socket_ = s;
      } else {
        why = errno;
        ::close(s);
      }
    }
  }
  freeaddrinfo(found);
  if (!connected()) throw ConnectionLost("cannot connect to the Runtime API at " + host_header_ + ": " + std::strerror(why));
}

bool RuntimeClient::send(std::string_view head, std::string_view body, std::string_view after) {
  iovec parts[3];
  int count = 0;
  for (const auto part : {head, body, after})
    if (!part.empty()) parts[count++] = {const_cast<char*>(part.data()), part.size()};
  iovec* first = parts;
  while (count > 0) {
    msghdr message{};
    message.msg_iov = first;
    message.msg_iovlen = static_cast<size_t>(count);
    ssize_t sent = sendmsg(socket_, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    while (count > 0 && static_cast<size_t>(sent) >= first->iov_len) {
      sent -= static_cast<ssize_t>(first->iov_len);
      ++first;
      --count;
    }
    if (count > 0) {
      first->iov_base = static_cast<char*>(first->iov_base) + sent;
      first->iov_len -= static_cast<size_t>(sent);
    }
  }
  return true;
}

bool RuntimeClient::read_more() {
  const size_t have = in_.size();
  const size_t missing = length_ > have ? length_ - have : 0;
  char small[kReadSize];
  // A large body goes straight into the buffer; growing the buffer for every small answer would clear it each time.
  if (missing > kReadSize) in_.resize(have + missing);
  char* to = missing > kReadSize ? in_.data() + have : small;
  ssize_t n;
  do n = recv(socket_, to, missing > kReadSize ? missing : kReadSize, 0);
  while (n < 0 && errno == EINTR);
  const size_t got = n > 0 ? static_cast<size_t>(n) : 0;
  if (to == small)
    in_.append(small, got);
  else
    in_.resize(have + got);
  return got > 0;
}

void RuntimeClient::parse_head(size_t end) {
  const std::string_view all = std::string_view(in_).substr(0, end);
  reply_ = {};
  length_ = 0;
  chunked_ = false;
  keep_ = all.substr(0, 8) == "HTTP/1.1";
  const auto line_end = all.find("\r\n");
  if (all.substr(0, 5) != "HTTP/" || all.size() < 12) throw ConnectionLost("the Runtime API did not answer in HTTP");
  std::from_chars(all.data() + 9, all.data() + 12, reply_.status);
  for (size_t at = line_end + 2; at < all.size();) {
    auto stop = all.find("\r\n", at);
    if (stop == std::string_view::npos) stop = all.size();
    const std::string_view line = all.substr(at, stop - at);
    at = stop + 2;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, colon), value = trimmed(line.substr(colon + 1));
    const auto number = [&](auto& into) { std::from_chars(value.data(), value.data() + value.size(), into); };
    if (same(name, "content-length")) number(length_);
    else if (same(name, "content-type")) reply_.content_type = value;
    else if (same(name, "transfer-encoding")) chunked_ = same(value, "chunked");
    else if (same(name, "connection")) keep_ = same(value, "keep-alive") || (keep_ && !same(value, "close"));
    else if (same(name, "lambda-runtime-aws-request-id")) reply_.request_id = value;
    else if (same(name, "lambda-runtime-deadline-ms")) number(reply_.deadline_ms);
    else if (same(name, "lambda-runtime-invoked-function-arn")) reply_.function_arn = value;
    else if (same(name, "lambda-runtime-trace-id")) reply_.trace_id = value;
    else if (same(name, "lambda-runtime-client-context")) reply_.client_context = value;
    else if (same(name, "lambda-runtime-cognito-identity")) reply_.cognito_identity = value;
    else if (same(name, "lambda-runtime-invocation-id")) reply_.invocation_id = value;
    else if (same(name, "lambent-runtime-pipelining")) reply_.pipelining = true;
  }
}

void RuntimeClient::read_chunked(size_t from) {
  chunks_.clear();
  size_t at = from;
  const auto line = [&] {
    size_t stop;
    while ((stop = in_.find("\r\n", at)) == std::string::npos)
      if (!read_more()) throw ConnectionLost("the Runtime API closed the connection within an answer");
    const auto found = std::string_view(in_).substr(at, stop - at);
    at = stop + 2;
    return found;
  };
  for (;;) {
    const auto size_line = line();
    size_t size = 0;
    if (std::from_chars(size_line.data(), size_line.data() + size_line.size(), size, 16).ec != std::errc())
      throw ConnectionLost("the Runtime API sent a malformed chunk");
    if (size == 0) break;
    while (in_.size() < at + size + 2)
      if (!read_more()) throw ConnectionLost("the Runtime API closed the connection within an answer");
    chunks_.append(in_, at, size);
    at += size + 2;
  }
  while (!line().empty()) {  // trailers
  }
  used_ = at;
}

bool RuntimeClient::receive() {
  in_.erase(0, used_);
  used_ = 0;
  length_ = 0;
  for (;;) {
    size_t end;
    size_t searched = 0;
    while ((end = in_.find("\r\n\r\n", searched)) == std::string::npos) {
      searched = in_.size() > 3 ? in_.size() - 3 : 0;
      if (in_.size() > kHeadLimit) throw ConnectionLost("the Runtime API sent more than a megabyte of headers");
      if (!read_more()) {
        if (in_.empty()) return false;
        throw ConnectionLost("the Runtime API closed the connection within an answer");
      }
    }
    parse_head(end);
    if (reply_.status >= 100 && reply_.status < 200) {  // an interim answer: the real one follows
      in_.erase(0, end + 4);
      continue;
    }
    const size_t body = end + 4;
    if (chunked_) {
      length_ = 0;
      const size_t old = in_.capacity();
      read_chunked(body);
      if (in_.capacity() != old) parse_head(end);  // the views moved with the buffer
      reply_.payload = chunks_;
    } else {
      const size_t whole = body + length_;
      const size_t size = length_;
      if (in_.size() < whole) {
        length_ = whole;  // how far read_more should reach
        while (in_.size() < whole)
          if (!read_more()) throw ConnectionLost("the Runtime API closed the connection within an answer");
        parse_head(end);
      }
      reply_.payload = std::string_view(in_).substr(body, size);
      used_ = whole;
    }
    return true;
  }
}

const RuntimeEvent& RuntimeClient::next() {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (!next_sent_) {
      if (!connected()) connect();
      in_.erase(0, used_);
      used_ = 0;
      if (!send(next_request_, {}, {})) {
        close();
        continue;
      }
    }
    next_sent_ = false;
    if (receive()) return reply_;
    close();
  }
  throw ConnectionLost("the Runtime API at " + host_header_ + " closed the connection");
}

int RuntimeClient::post(std::string_view path, std::string_view headers, std::string_view body, Then then) {
  head_.clear();
  head_.append("POST ").append(prefix_).append(kVersion).append(path).append(" HTTP/1.1\r\nHost: ").append(host_header_);
  head_.append("\r\nUser-Agent: lambent-plugin-host\r\n").append(headers);
  head_.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (!connected()) connect();
    // A server may refuse a large body before it has read it all: its answer counts even if our write broke.
    const bool sent = send(head_, body, then == Then::next ? std::string_view(next_request_) : std::string_view());
    if (receive()) {
      if (!sent || !keep_) {
        const int status = reply_.status;
        close();
        return status;
      }
      next_sent_ = then == Then::next;
      return reply_.status;
    }
    close();
  }
  throw ConnectionLost("the Runtime API at " + host_header_ + " closed the connection");
}

int RuntimeClient::post_response(const RuntimeEvent& event, std::string_view payload, std::string_view content_type) {
  // The event's views lie in the receive buffer, which post() reuses only after the request is built.
  std::string path = "invocation/", headers = "Content-Type: ";
  path.append(event.request_id).append("/response");
  headers.append(header_safe(content_type)).append("\r\n");
  if (!event.invocation_id.empty()) headers.append("Lambda-Runtime-Invocation-Id: ").append(event.invocation_id).append("\r\n");
  return post(path, headers, payload, event.pipelining ? Then::next : Then::nothing);
}

int RuntimeClient::post_error(const RuntimeEvent& event, std::string_view json, std::string_view error_type) {
  std::string path = "invocation/", headers = "Content-Type: application/vnd.aws.lambda.error+json\r\nLambda-Runtime-Function-Error-Type: ";
  path.append(event.request_id).append("/error");
  headers.append(header_safe(error_type)).append("\r\n");
  if (!event.invocation_id.empty()) headers.append("Lambda-Runtime-Invocation-Id: ").append(event.invocation_id).append("\r\n");
  return post(path, headers, json, event.pipelining ? Then::next : Then::nothing);
}

int RuntimeClient::post_init_error(std::string_view json, std::string_view error_type) {
  const std::string headers = "Content-Type: application/vnd.aws.lambda.error+json\r\nLambda-Runtime-Function-Error-Type: " + header_safe(error_type) + "\r\n";
  return post("init/error", headers, json, Then::nothing);
}

}  // namespace lambent::plugin
