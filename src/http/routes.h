// Routes that services and the gateway offer beside the AWS API: inspection, health, API stages.
//
// A pattern is a path whose segments are literal or `{name}`; a last segment `{name+}` takes the rest.
// The most literal match wins. Captured values are percent-decoded.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "http/message.h"

namespace lambent {

struct RouteMatch {
  HttpRequest request;
  std::map<std::string, std::string> captured;
};

struct Route {
  std::string method;   // "GET"; "*" for any
  std::string pattern;  // "/_aws/sns/sms-messages"
  std::function<Task<HttpResponse>(RouteMatch)> handle;
};

class Routes {
 public:
  void add(Route route);
  void add(std::vector<Route> routes);
  // The route for a request, or null; `path_known` tells a wrong method (405) from a wrong path (404).
  const Route* find(const HttpRequest& request, std::map<std::string, std::string>& captured, bool& path_known) const;

 private:
  enum class Kind { literal, one, rest };  // in the order of preference
  struct Segment {
    Kind kind;
    std::string text;  // of a literal, or the name to capture by
  };
  struct Entry {
    Route route;
    std::vector<Segment> segments;
  };
  static bool matches(const Entry& entry, const std::vector<std::string_view>& path);
  static bool more_literal(const Entry& a, const Entry& b);

  std::vector<Entry> entries_;
};

}  // namespace lambent
