// Which resource of a deployed API a request's path belongs to. Pure functions.
#pragma once
#include <string_view>
#include <utility>

#include "mocks/apigateway/rows.h"

namespace lambent::apigateway {

struct PathMatch {
  const ResourceRow* resource = nullptr;  // null: none
  std::vector<std::pair<std::string, std::string>> parameters;  // as sent: REST APIs do not decode them
};

// Literal segments win over {name}, {name} over {name+}. A slash at the end does not matter. Resources without methods
// are not served.
PathMatch match_path(const std::vector<ResourceRow>& resources, std::string_view path);

// The method a request is for: its own or ANY; null if the resource has neither.
const Method* match_method(const ResourceRow& resource, const std::string& verb);

bool valid_path_part(const std::string& part);        // literal, {name} or {name+}
bool is_variable(const std::string& part);            // {name} or {name+}
bool is_greedy(const std::string& part);              // {name+}

}  // namespace lambent::apigateway
