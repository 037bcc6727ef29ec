// From state to state.
#include <boost/asio/post.hpp>

#include "mocks/states/engine/engine.h"
#include "mocks/states/jsonata/aws_functions.h"

namespace lambent::states {

namespace {
constexpr int kStepsPerTurn = 50;

std::string prefixed(const Thread& t, const asl::State& s, const std::string& cause) {
  if (t.live->inspection) return cause;  // TestState tells causes as they are
  return "An error occurred while executing the state '" + s.name + "' (entered at the event id #" + std::to_string(t.at.entered) + "). " + cause;
}

bool at_once(asl::Type type) {
  return type == asl::Type::pass || type == asl::Type::choice || type == asl::Type::succeed || type == asl::Type::fail;
}
}  // namespace

void Engine::check_alive(const Thread& t) {
  if (t.live->over || (t.within && t.within->failure)) throw Stopped();
}

Task<Ending> Engine::walk(Thread& t) {
  Ending ending;
  for (;;) {
    check_alive(t);
    // A machine may loop for ever without waiting for anything: others get their turn in between.
    if (++t.steps % kStepsPerTurn == 0) {
      save(t);  // it may be stopped meanwhile, and redriven
      co_await net::post(aws_.loop().executor(), use_task);
      check_alive(t);
    }
    const asl::State& s = t.scope->states.find(t.at.state)->second;
    Left left;
    std::exception_ptr trouble;
    try {
      open_visit(t, s);
      if (t.at.phase == Phase::arriving) enter(t, s);
      if (at_once(s.type))
        step(t, s, left);
      else
        left = co_await stay(t, s);
    } catch (const StateFailure&) {
      trouble = std::current_exception();
    }
    if (trouble) left.failure = failure_of(t, s, trouble);
    if (!move_on(t, s, left, ending)) co_return ending;
  }
}

// To the next state. False: there is none, and how the scope ended is in `ending`. (What a function keeps while it runs, a
// coroutine keeps as long as it waits: hence apart from walk().)
bool Engine::move_on(Thread& t, const asl::State& s, Left& left, Ending& ending) {
  ending.last = t.at.last;
  if (left.failure) {
    close_visit(t, "", &*left.failure);
    note_failed(t, s);
    ending.failure = std::move(left.failure);
    return false;
  }
  if (left.next.empty()) {
    ending.output = std::move(left.output);
    return false;
  }
  const MachineRow* machine = records_.machines.find(t.live->machine_key);
  if (machine && machine->status == "DELETING") {
    conclude(*t.live, "ABORTED", nullptr, Failure{}, 0);
    throw Stopped();
  }
  t.at.from = std::exchange(t.at.state, std::move(left.next));
  t.at.via = std::move(left.via);
  t.at.input = std::move(*left.output);
  t.input_text = std::move(left.text);
  t.at.result = Json();
  t.at.phase = Phase::arriving;
  if (aws_.store().durable()) save(t);
  return true;
}

Failure Engine::failure_of(Thread& t, const asl::State& s, std::exception_ptr trouble) {
  try {
    std::rethrow_exception(trouble);
  } catch (const RuntimeFailure& e) {
    Failure failure = e.failure();
    failure.cause = prefixed(t, s, e.what());
    return failure;
  } catch (const QueryFailure& e) {
    return note_evaluation(t, s, e);
  } catch (const StateFailure& e) {
    return e.failure();
  }
}

Failure Engine::note_evaluation(Thread& t, const asl::State& s, const QueryFailure& e) {
  Failure failure = e.failure();
  failure.cause = prefixed(t, s, e.what());
  Json details = object({{"error", *failure.error}, {"cause", *failure.cause}});
  if (!e.location().empty()) set_text(details, "location", e.location());
  set_text(details, "state", s.name);
  // It follows what led into the state; a Wait has been entered before its time is worked out.
  bool within = s.type == asl::Type::wait || t.at.last != t.at.entered;
  if (t.live->keeps_history() && t.live->events + 1 >= kMaxEvents) return failure;  // the last event is that of the end
  t.at.last = record(*t.live, "EvaluationFailed", within ? t.at.last : t.at.before, std::move(details));
  return failure;
}

void Engine::step(Thread& t, const asl::State& s, Left& left) {
  switch (s.type) {
    case asl::Type::pass: left = pass(t, s); break;
    case asl::Type::choice: left = choose(t, s); break;
    case asl::Type::succeed: left = succeed(t, s); break;
    default: left = fail(t, s);
  }
}

Task<Left> Engine::stay(Thread& t, const asl::State& s) {
  if (s.type == asl::Type::wait) return wait(t, s);
  return work(t, s);
}

Left Engine::pass(Thread& t, const asl::State& s) {
  Json result = s.result ? *s.result : effective_input(t, s);
  Json assigned;
  Json output = combine(t, s, std::move(result), assigned);
  return leave(t, s, std::move(output), s.next, "next", std::move(assigned));
}

Left Engine::succeed(Thread& t, const asl::State& s) {
  Json output;
  if (s.output_form) {
    output = work_out(t, s, *s.output_form, "Output", View());
  } else {
    Json data = effective_data(t, s);
    output = select(t, s, s.output, data);
  }
  return leave(t, s, std::move(output), "", "", Json());
}

Left Engine::choose(Thread& t, const asl::State& s) {
  Json data = s.language == asl::Language::jsonpath ? effective_data(t, s) : *t.at.input;
  View view;
  view.data = &data;
  const asl::Rule* taken = nullptr;
  size_t number = 0;
  for (; number < s.choices.size() && !taken; ++number) {
    const asl::Rule& rule = s.choices[number];
    bool holds = false;
    if (rule.kind == asl::Rule::Kind::condition) {
      std::string field = "Choices[" + std::to_string(number) + "]/Condition";
      Json value = work_out(t, s, *rule.condition, field, view);
      if (!value.is_boolean()) throw QueryFailure(jsonata::cause_of_type(rule.condition->text(), field, "boolean", value), field);
      holds = value.get<bool>();
    } else {
      holds = asl::holds(rule, sources(t, s, data));
    }
    if (holds) taken = &rule;
  }
  if (!taken && s.fallback.empty())
    throw StateFailure("States.NoChoiceMatched",
                       prefixed(t, s, "Failed to transition out of the state. The state's choices do not match the input and it has no Default."));
  // What a rule says of output and variables replaces what the state says.
  const auto& form = taken && taken->output ? taken->output : s.output_form;
  const auto& values = taken && taken->assign ? taken->assign : s.assign;
  Json output = form ? work_out(t, s, *form, "Output", view) : select(t, s, s.output, data);
  Json assigned = assign(t, s, values, view);
  std::string via = taken ? "choice " + std::to_string(number - 1) : "default";
  return leave(t, s, std::move(output), taken ? taken->next : s.fallback, std::move(via), std::move(assigned));
}

Left Engine::fail(Thread& t, const asl::State& s) {
  if (s.language == asl::Language::jsonpath) note(t, s, "afterInputPath", *t.at.input);
  auto text = [&](const std::optional<asl::Form>& form, const char* field) -> std::optional<std::string> {
    if (!form) return std::nullopt;
    std::string name = s.language == asl::Language::jsonpath && !form->constant() ? std::string(field) + "Path" : field;
    Json value = work_out(t, s, *form, name, View());
    if (value.is_string()) return value.get<std::string>();
    if (s.language == asl::Language::jsonata) throw QueryFailure(jsonata::cause_of_type(form->text(), name, "string", value), name);
    throw RuntimeFailure("The " + name + " field must refer to a string: " + form->text());
  };
  Failure failure;
  failure.error = text(s.error, "Error");
  failure.cause = text(s.cause, "Cause");
  Left left;
  left.failure = std::move(failure);
  return left;
}

}  // namespace lambent::states
