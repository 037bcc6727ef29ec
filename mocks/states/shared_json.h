// A JSON value that several hold and nobody changes: a state's input stands in the thread, in its cursor and in the
// execution, and may have a quarter of a megabyte. To change it, give the holder another one.
#pragma once
#include <memory>

#include "base/json.h"

namespace lambent::states {

class SharedJson {
 public:
  SharedJson() = default;  // null
  SharedJson(Json value) : value_(std::make_shared<const Json>(std::move(value))) {}

  const Json& operator*() const {
    static const Json null;
    return value_ ? *value_ : null;
  }
  const Json* operator->() const { return &**this; }

 private:
  std::shared_ptr<const Json> value_;
};

}  // namespace lambent::states
