// Which operation of a REST service a method and path belong to.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aws/model.h"
#include "http/message.h"

namespace lambent {

struct UriMatch {
  const model::Operation* operation = nullptr;
  std::vector<std::pair<std::string, std::string>> captured;  // template name -> decoded value
};

// The templates of a service, taken apart once.
class UriTable {
 public:
  explicit UriTable(const model::Service& service);
  UriMatch find(const HttpRequest& request) const;

 private:
  struct Row {
    const model::Operation* operation;
    std::string method;
    std::vector<std::string> segments;                       // "{Name}", "{Name+}" or literal
    std::vector<std::pair<std::string, std::string>> query;  // constant arguments that must be there
    size_t literals = 0;
  };
  std::vector<Row> rows_;
};

}  // namespace lambent
