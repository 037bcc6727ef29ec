#include "mocks/states/engine/open_tasks.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"

namespace lambent::states {
namespace {

constexpr auto kLongestPoll = std::chrono::seconds(60);
constexpr size_t kSeal = 8, kNonce = 24;

using Polls = std::multimap<std::string, std::shared_ptr<Parking>>;

// Lists a poll until it is over or given up.
class Poll {
 public:
  Poll(Polls& polls, const std::string& activity, std::shared_ptr<Parking> parking) : polls_(polls), at_(polls.emplace(activity, std::move(parking))) {}
  Poll(const Poll&) = delete;
  ~Poll() { leave(); }
  void leave() {
    if (listed_) polls_.erase(at_);
    listed_ = false;
  }

 private:
  Polls& polls_;
  Polls::iterator at_;
  bool listed_ = true;
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

void OpenTasks::announce(const std::string& activity) {
  auto it = polls_.lower_bound(activity);
  if (it != polls_.end() && it->first == activity) it->second->wake();
}

std::optional<OpenTasks::Given> OpenTasks::take_now(const std::string& activity, const std::string& worker) {
  const std::string* oldest = nullptr;
  std::int64_t number = 0;
  for (const auto& [key, row] : records_.tasks) {
    if (row.activity != activity || row.taken || row.ended() || !waiting_.contains(key)) continue;
    if (oldest && number < row.number) continue;
    oldest = &key;
    number = row.number;
  }
  if (!oldest) return std::nullopt;
  std::string key = *oldest;
  std::int64_t now = aws_.clock().now_ms();
  // Its time begins anew when somebody has it.
  records_.tasks.update(key, [&](TaskRow& row) {
    row.taken = true;
    if (row.timeout) row.due = now + row.timeout * 1000;
    if (row.heartbeat) row.beat_due = now + row.heartbeat * 1000;
  });
  const TaskRow* row = records_.tasks.find(key);
  Given out{row->token, row->input};
  auto waiting = waiting_.find(key)->second;
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
  Poll place(polls_, activity, poll);
  std::uint64_t timer = aws_.loop().tasks().spawn("end of a poll for " + activity, end_poll(poll));
  while (!given && aws_.clock().now() < until) {
    co_await poll->wait();
    given = take_now(activity, worker);
  }
  aws_.loop().tasks().cancel(timer);
  place.leave();
  if (given) announce(activity);  // the next one may have been woken for this task, too
  co_return given.value_or(Given{});
}

}  // namespace lambent::states
