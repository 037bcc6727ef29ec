#include "mocks/states/engine/inspection.h"

#include <string_view>

#include "mocks/states/asl/parse.h"

namespace lambent::states {
namespace {

bool shows(const asl::State& s, std::string_view stage) {
  bool paths = s.language == asl::Language::jsonpath;
  switch (s.type) {
    case asl::Type::parallel: return stage == "afterResultSelector" || stage == "afterResultPath";
    case asl::Type::map: return stage != "result" && stage != "afterParameters" && stage != "afterArguments";
    case asl::Type::pass: return paths && (stage != "result" || s.result);
    case asl::Type::task: return true;
    default: return stage == "afterInputPath";
  }
}

}  // namespace

void Inspection::note(const asl::State& s, const char* stage, const Json& value) {
  if (shows(s, stage)) set_text(data, stage, dump(value));
}

Json Inspection::shown_context(Json made, bool with_role) const {
  if (context) {
    Json out = *context;
    for (const char* name : {"Task", "Map"})  // made for the step at hand
      if (made.contains(name) && !out.contains(name)) out[name] = made[name];
    return out;
  }
  made["Execution"].erase("RedriveCount");
  if (!with_role) made["Execution"]["RoleArn"] = nullptr;
  made["State"]["Name"] = asl::kTestedState;
  return made;
}

}  // namespace lambent::states
