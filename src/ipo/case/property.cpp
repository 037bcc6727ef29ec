#include <algorithm>

#include "base/text.h"
#include "ipo/case/parts.h"
#include "ipo/case/schema.h"

namespace lambent::ipo {

std::optional<Property> read_property(const Node& node, Context& context) {
  Fields f(node, "property", "property", Finish::value, context);
  Property out;
  out.place = node.place;
  if (const Node* event = f.map("event")) {
    Fields e(*event, "propertyEvent", "the event of a property", Finish::value, context);
    if (auto schema = e.text("schema")) {
      out.schema = context.path_of(*schema);
      context.included(*schema, event->find("schema")->place);
    }
    auto route = e.text("eventOf");
    e.done();
    if (e.given("schema") == e.given("eventOf"))
      context.error(event->place, "the event of a property is one of schema, eventOf");
    else if (route)
      context.error(event->find("eventOf")->place, "what '" + printable(*route) + "' takes is not known: models and request validators of API Gateway are not emulated",
                    "write event: {schema: file.json}");
  }
  out.into = f.text("into").value_or("");
  out.runs = f.integer("runs", 1, 1'000'000).value_or(100);
  out.invalid = f.flag("invalid").value_or(false);
  auto known = words_of("property", "always");
  out.always = f.texts("always");
  if (const Node* always = f.list("always"))
    for (const auto& item : always->items)
      if (item.is(Node::Kind::text) && std::find(known.begin(), known.end(), item.text) == known.end())
        context.error(item.place, "there is no invariant '" + printable(item.text) + "'", Context::hint(item.text, known));
  out.faults = static_cast<Property::Faults>(f.word("faults").value_or(0));
  out.examples = f.value("examples", Node::Kind::list);
  f.done();
  return out;
}

}  // namespace lambent::ipo
