// Routes that services and the gateway offer beside the AWS API: inspection, health, API stages.
//
// A pattern is a path whose segments are literal or `{name}`; a last segment `{name+}` takes the rest.
// The most literal match wins. Captured values are percent-decoded.
#pragma once
#include <functional>
#include <map>
#include <string>
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
  struct Entry {
    Route route;
    std::vector<std::string> segments;
  };
  std::vector<Entry> entries_;
};

}  // namespace lambent
