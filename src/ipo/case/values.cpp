#include "ipo/case/values.h"

#include "ipo/case/fill.h"
#include "ipo/case/placeholders.h"

namespace lambent::ipo {
namespace {

Json converted(const Node& node, const std::string& pointer, Value& into) {
  if (node.is(Node::Kind::list)) {
    Json out = array();
    for (size_t i = 0; i < node.items.size(); i++) {
      std::string at = pointer_to(pointer, i);
      into.places[at] = node.items[i].place;
      out.push_back(converted(node.items[i], at, into));
    }
    return out;
  }
  if (node.is(Node::Kind::map)) {
    Json out = Json::object();
    for (const auto& member : node.members) {
      std::string at = pointer_to(pointer, member.key);
      into.places[at] = member.place;
      set(out, member.key, converted(member.value, at, into));
    }
    return out;
  }
  return config::to_json(node, config::Scalars::typed);
}

}  // namespace

std::string finished(const std::string& written, Finish finish) {
  switch (finish) {
    case Finish::as_written: return written;
    case Finish::value: return value_text(written);
    case Finish::matcher: return matcher_text(written);
  }
  return written;
}

Value make_value(const Node& node, const Place& place, Finish finish) {
  Value out;
  out.place = place;
  out.json = converted(node, "", out);
  return finish == Finish::as_written ? out : fill_value(out, finish, nullptr);
}

}  // namespace lambent::ipo
