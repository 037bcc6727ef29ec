// The Runtime API (2018-06-01) from the function's side: a blocking HTTP/1.1 client over one kept connection.
// This is half of every warm invocation, so a request is one system call and nothing is copied twice.
//
//   RuntimeClient api("127.0.0.1:9001");          // AWS_LAMBDA_RUNTIME_API; "host:port/prefix" works too
//   const Event& event = api.next();              // waits as long as it takes
//   api.post_response(event.request_id, ...);
//
// A connection that the server closed between two requests is opened again once. Throws ConnectionLost when no
// server can be reached (three attempts) or its answer cannot be understood.
//
// If the server says so (header Lambent-Runtime-Pipelining on `next`), a result and the wait for the next event leave
// in one write; other servers get one request at a time.
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lambent::plugin {

class ConnectionLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What `next` brought; the views are valid until the following call of the client.
struct RuntimeEvent {
  int status = 0;  // 200, or the refusal of the API
  std::string_view payload, content_type, request_id, function_arn, trace_id, client_context, cognito_identity, invocation_id;
  std::int64_t deadline_ms = 0;
  bool pipelining = false;
};

class RuntimeClient {
 public:
  explicit RuntimeClient(std::string address);
  ~RuntimeClient();
  RuntimeClient(const RuntimeClient&) = delete;

  const RuntimeEvent& next();

  // Each gives the API's status: 202 is success.
  int post_response(const RuntimeEvent& event, std::string_view payload, std::string_view content_type);
  int post_error(const RuntimeEvent& event, std::string_view json, std::string_view error_type);
  int post_init_error(std::string_view json, std::string_view error_type);

 private:
  enum class Then { nothing, next };

  int post(std::string_view path, std::string_view headers, std::string_view body, Then then);
  bool connected() const { return socket_ >= 0; }
  void connect();
  void close();
  bool send(std::string_view head, std::string_view body, std::string_view after);  // false: the connection broke
  bool receive();            // one whole answer into `reply_`; false: closed before its first byte
  bool read_more();          // false: closed or broken
  void parse_head(size_t end);
  void read_chunked(size_t from);

  // fixed
  std::string host_, port_, prefix_, host_header_, next_request_;
  // state
  int socket_ = -1;
  bool next_sent_ = false;   // a pipelined `next` is waiting for its answer
  std::string in_;           // received bytes; those before used_ belong to the latest answer
  size_t used_ = 0;
  std::string head_;         // of the request being built; kept for its memory
  std::string chunks_;       // a decoded chunked body
  RuntimeEvent reply_;
  bool keep_ = true, chunked_ = false;
  size_t length_ = 0;
};

}  // namespace lambent::plugin
