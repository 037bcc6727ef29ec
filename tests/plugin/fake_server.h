// A tiny blocking HTTP server for tests, on a thread of its own: answers by a function, keeps every request.
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lambent::test {

struct SeenRequest {
  std::string method, target, body;
  std::map<std::string, std::string> headers;  // names in lower case
  int connection = 0;                          // 0 for the first one accepted
  bool with_next = false;                      // the following request had arrived with this one
};

class FakeServer {
 public:
  // Gives the raw bytes to send back. "" closes the connection; close_after ends it after these bytes.
  struct Answer {
    std::string bytes;
    bool close_after = false;
    bool stop = false;            // accept nobody any more
  };
  using Handler = std::function<Answer(const SeenRequest&)>;

  explicit FakeServer(Handler handler);
  ~FakeServer();

  std::string address() const;  // host:port
  std::vector<SeenRequest> seen() const;
  void stop();  // waits for the thread

  // Answers a request from its head alone when this gives true; its body is left unread and the connection closed.
  std::function<bool(const SeenRequest&)> refuse_early = [](const SeenRequest&) { return false; };

 private:
  void run();
  bool serve(int socket, int number);  // false: stop

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<SeenRequest> seen_;
  std::thread thread_;
};

std::string reply(int status, const std::string& body, const std::string& extra_headers = "");  // with Content-Length

}  // namespace lambent::test
