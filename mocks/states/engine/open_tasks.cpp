#include "mocks/states/engine/open_tasks.h"

#include <algorithm>

#include "base/cancelled.h"
#include "base/digest.h"
#include "base/text.h"

namespace lambent::states {
namespace {

constexpr auto kLongestPoll = std::chrono::seconds(60);
constexpr size_t kSeal = 8, kNonce = 24;

using Polls = std::multimap<std::string, std::shared_ptr<Parking>>;

void wake_first(const Polls& polls, const std::string& activity) {
  auto first = polls.lower_bound(activity);
  if (first != polls.end() && first->first == activity) first->second->wake();
}

// Lists a poll until it is over or given up. Then the next one looks: this one may have been woken for its task, too.
class Poll {
 public:
  Poll(Polls& polls, const std::string& activity, std::shared_ptr<Parking> parking, Tasks& tasks, std::uint64_t timer)
      : polls_(polls), activity_(activity), at_(polls.emplace(activity, std::move(parking))), tasks_(tasks), timer_(timer) {}
  Poll(const Poll&) = delete;
  ~Poll() {
    tasks_.cancel(timer_);
    polls_.erase(at_);
    wake_first(polls_, activity_);
  }

 private:
  Polls& polls_;
  const std::string activity_;
  const Polls::iterator at_;
  Tasks& tasks_;
  const std::uint64_t timer_;  // ends it
};

// What tells a token of ours from any other text.
std::string seal_of(const std::string& plain) { return sha256("task token " + plain).substr(0, kSeal); }

}  // namespace

OpenTasks::Place::Place(OpenTasks& open, std::string key)
    : open_(open), key_(std::move(key)), waiting_(std::make_shared<Waiting>(open.aws_.loop().executor())) {
  if (!key_.empty()) open_.waiting_[key_] = waiting_;
}

OpenTasks::Place::~Place() {
  auto it = open_.waiting_.find(key_);
  if (it != open_.waiting_.end() && it->second == waiting_) open_.waiting_.erase(it);
  if (waiting_->offer) open_.offers_.erase(*waiting_->offer);
  waiting_->offer.reset();
  waiting_->on_taken = nullptr;
}

std::string OpenTasks::new_token(const std::string& key) {
  std::string plain = aws_.ids().letters(kNonce) + key;
  return base64_encode(seal_of(plain) + plain);
}

std::string OpenTasks::find(const Scope& scope, const std::string& token) const {
  AwsError invalid("InvalidToken", 400, "Invalid Token: 'Invalid token'");
  auto bytes = base64_decode(token);
  if (!bytes || bytes->size() <= kSeal + kNonce) throw invalid;
  std::string plain = bytes->substr(kSeal);
  std::string key = plain.substr(kNonce);
  if (bytes->substr(0, kSeal) != seal_of(plain) || !key.starts_with(scope_prefix(scope))) throw invalid;
  if (!records_.executions.contains(key.substr(0, key.rfind('/'))))
    throw AwsError("TaskDoesNotExist", 400, "Task Does Not Exist: 'Provided task does not exist'");
  const TaskRow* row = records_.tasks.find(key);
  if (!row || row->token != token || row->ended()) throw AwsError("TaskTimedOut", 400, "Task Timed Out: 'Provided task does not exist anymore'");
  return key;
}

void OpenTasks::succeed(const std::string& key, const std::string& output) {
  records_.tasks.update(key, [&](TaskRow& row) { row.output = output; });
  auto it = waiting_.find(key);
  if (it == waiting_.end()) return;
  Outcome outcome;
  outcome.output = parse_json(output);
  it->second->ended.set(std::move(outcome));
}

void OpenTasks::fail(const std::string& key, const Failure& failure) {
  records_.tasks.update(key, [&](TaskRow& row) { row.failure = failure; });
  auto it = waiting_.find(key);
  if (it == waiting_.end()) return;
  Outcome outcome;
  outcome.failure = failure;
  it->second->ended.set(std::move(outcome));
}

void OpenTasks::beat(const std::string& key) {
  std::int64_t now = aws_.clock().now_ms();
  records_.tasks.update(key, [&](TaskRow& row) {
    if (row.heartbeat) row.beat_due = now + row.heartbeat * 1000;
  });
}

std::int64_t OpenTasks::next_number() {
  if (!number_)
    for (const auto& [key, row] : records_.tasks) number_ = std::max(number_, row.number);
  return ++number_;
}

void OpenTasks::offer(const Place& place, const std::string& activity) {
  const TaskRow* row = records_.tasks.find(place.key());
  if (!row || row->taken) return;
  place->offer = offers_.insert_or_assign({activity, row->number}, place.key()).first;
  wake_first(polls_, activity);
}

std::optional<OpenTasks::Given> OpenTasks::take_now(const std::string& activity, const std::string& worker) {
  const TaskRow* row = nullptr;
  std::string key;
  std::shared_ptr<Waiting> waiting;
  while (!row || row->ended()) {  // its time is over, or its execution's
    auto oldest = offers_.lower_bound({activity, 0});
    if (oldest == offers_.end() || oldest->first.first != activity) return std::nullopt;
    key = oldest->second;
    row = records_.tasks.find(key);
    waiting = waiting_.at(key);
    offers_.erase(oldest);
    waiting->offer.reset();
  }
  std::int64_t now = aws_.clock().now_ms();
  // Its time begins anew when somebody has it.
  records_.tasks.update(key, [&](TaskRow& row) {
    row.taken = true;
    if (row.timeout) row.due = now + row.timeout * 1000;
    if (row.heartbeat) row.beat_due = now + row.heartbeat * 1000;
  });
  Given out{row->token, row->input};
  if (waiting->on_taken) waiting->on_taken(worker);
  return out;
}

Task<void> OpenTasks::end_poll(std::shared_ptr<Parking> poll) {
  co_await aws_.clock().sleep_for(kLongestPoll, Sleep::background);
  poll->wake();
}

Task<OpenTasks::Given> OpenTasks::take(std::string activity, std::string worker) {
  std::optional<Given> given = take_now(activity, worker);
  if (given) co_return std::move(*given);
  TimePoint until = aws_.clock().now() + kLongestPoll;
  auto poll = std::make_shared<Parking>(aws_.loop().executor());
  Tasks& tasks = aws_.loop().tasks();
  Poll listed(polls_, activity, poll, tasks, tasks.spawn("end of a poll for " + activity, end_poll(poll)));
  while (!given && aws_.clock().now() < until) {
    co_await poll->wait();
    co_await throw_if_cancelled();  // the task would be gone with the caller
    given = take_now(activity, worker);
  }
  co_return given.value_or(Given{});
}

}  // namespace lambent::states
