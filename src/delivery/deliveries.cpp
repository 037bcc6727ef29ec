#include "delivery/deliveries.h"

#include <charconv>

#include "aws/stopping.h"
#include "base/log.h"
#include "base/time_text.h"
#include "http/client.h"

namespace lambent {
namespace {

constexpr size_t kShownResponse = 1024;
constexpr std::uint64_t kLargestAnswer = 1 << 20;
constexpr std::chrono::milliseconds kAnswerWithin{15'000};  // SNS developer guide, message delivery retries

std::string key_of(std::uint64_t number) {
  std::string out = std::to_string(number);
  return out.insert(0, 20 - out.size(), '0');  // so that keys sort by number
}

bool worth_another_try(const AwsError& e) {
  if (e.status() == 501) return false;  // not emulated: it will not be later either
  return e.status() >= 500 || e.status() == 429 || e.code().find("Throttl") != std::string::npos;
}

// A place among the posts under way, given on to the next that waits.
class Place {
 public:
  Place(size_t& taken, std::deque<Parking*>& waiting) : taken_(taken), waiting_(waiting) { ++taken_; }
  ~Place() {
    --taken_;
    if (waiting_.empty()) return;
    Parking* next = waiting_.front();
    waiting_.pop_front();
    next->wake();
  }
  Place(const Place&) = delete;

 private:
  size_t& taken_;
  std::deque<Parking*>& waiting_;
};

}  // namespace

void Deliveries::add(Delivery d) {
  d.since_ms = aws_.clock().now_ms();
  d.due_ms = std::max(d.since_ms, d.not_before_ms);
  std::string key = key_of(next_++);
  std::string line = d.line.empty() ? key : d.line;
  enter(key, d);
  rows_.put(key, std::move(d));
  lines_[line].push_back(key);
  start(line);
}

void Deliveries::enter(const std::string& key, const Delivery& row) {
  bytes_ += row.weight();
  if (!row.group.empty()) groups_.emplace(row.group, key);
}

void Deliveries::erase(const std::string& key) {
  const Delivery* row = rows_.find(key);
  if (!row) return;
  bytes_ -= row->weight();
  groups_.erase({row->group, key});
  rows_.erase(key);
}

bool Deliveries::full(size_t more, size_t bytes) const {
  return rows_.size() + more > kMostPending || (rows_.size() > 0 && bytes_ + bytes > kMostPendingBytes);
}

void Deliveries::load() {
  rows_.load();
  for (const auto& [key, row] : rows_) {
    std::uint64_t number = 0;
    std::from_chars(key.data(), key.data() + key.size(), number);
    next_ = std::max(next_, number + 1);
    enter(key, row);
    lines_[row.line.empty() ? key : row.line].push_back(key);
  }
}

void Deliveries::resume() {
  for (const auto& [line, keys] : lines_) start(line);
}

void Deliveries::clear() {
  for (const auto& [line, task] : tasks_) aws_.loop().tasks().cancel(task);
  ++life_;
  tasks_.clear();
  lines_.clear();
  rows_.clear();
  groups_.clear();
  bytes_ = 0;
}

void Deliveries::drop(const std::string& group) {
  std::vector<std::string> gone;
  for (auto it = groups_.lower_bound({group, ""}); it != groups_.end() && it->first == group; ++it) gone.push_back(it->second);
  for (const auto& key : gone) erase(key);  // who works at it sees that it is gone
}

void Deliveries::start(const std::string& line) {
  if (!tasks_.emplace(line, 0).second) return;
  std::uint64_t task = aws_.loop().tasks().spawn("delivery", work_off(line, life_));
  auto started = tasks_.find(line);  // it may have ended already
  if (started != tasks_.end() && started->second == 0) started->second = task;
}

// After a clear() the line belongs to somebody else.
Task<void> Deliveries::work_off(std::string line, std::uint64_t life) {
  for (;;) {
    auto it = lines_.find(line);
    if (it == lines_.end() || it->second.empty()) break;
    std::string key = it->second.front();
    co_await deliver(key);
    if (life != life_) co_return;
    it = lines_.find(line);
    if (it != lines_.end() && !it->second.empty() && it->second.front() == key) it->second.pop_front();
  }
  lines_.erase(line);
  tasks_.erase(line);
}

Task<void> Deliveries::deliver(std::string key) {
  for (;;) {
    const Delivery* row = rows_.find(key);
    if (!row) co_return;
    TimePoint due = from_epoch_ms(row->due_ms);
    Sleep kind = row->plan.patient(row->attempts) ? Sleep::background : Sleep::foreground;
    if (due > aws_.clock().now()) co_await aws_.clock().sleep_until(due, kind);
    if (!rows_.contains(key)) co_return;
    Attempt last = co_await attempt(key);
    if (!settle(key, last)) co_return;
  }
}

Task<Attempt> Deliveries::attempt(std::string key) {
  const Delivery* row = rows_.find(key);
  if (row->buried) co_return co_await call(*row->dead_letter, key);
  if (const auto* target = std::get_if<CallTarget>(&row->to)) co_return co_await call(*target, key);
  co_return co_await post(std::get<HttpTarget>(row->to));
}

Task<Attempt> Deliveries::call(CallTarget target, std::string key) {
  const Delivery* row = rows_.find(key);
  Principal by = Principal::service(row->service, row->source_arn, row->source_account);
  Call call(target.service, target.operation, std::move(target.input), std::move(by), target.scope);
  call.parent = row->parent;
  call.trace = row->trace;
  Attempt out;
  bool stopping = false;  // what is cut off by the end of the emulator is no attempt: it is made again after a restart
  try {
    Json answer = co_await aws_.call(std::move(call));
    out.status = static_cast<int>(int_at(answer, "StatusCode", 200));
    out.response = dump(answer).substr(0, kShownResponse);
  } catch (const AwsError& e) {
    stopping = e.status() == 503 && e.message() == kStopping;
    out.ending = worth_another_try(e) ? Attempt::Ending::failed : Attempt::Ending::refused;
    out.status = e.status();
    out.response = (e.code() + ": " + e.message()).substr(0, kShownResponse);
  }
  if (stopping) throw boost::system::system_error(net::error::operation_aborted);
  co_return out;
}

Task<Attempt> Deliveries::post(HttpTarget target) {
  Clock::Hold hold = aws_.clock().hold();
  while (posts_ >= kMostPosts) {
    Parking parking(aws_.loop().executor());
    waiting_.push_back(&parking);
    struct Leave {
      std::deque<Parking*>& waiting;
      Parking* own;
      ~Leave() { std::erase(waiting, own); }
    } leave{waiting_, &parking};
    co_await parking.wait();
  }
  Place place(posts_, waiting_);
  HttpRequest request{"POST", "", std::move(target.headers), std::move(target.body), ""};
  HttpClientLimits limits;
  limits.answer = kAnswerWithin;
  limits.max_body = kLargestAnswer;
  Attempt out;
  try {
    HttpResponse answer = co_await http_request(aws_.loop(), std::move(target.url), std::move(request), limits);
    out.status = answer.status;
    out.response = answer.body.substr(0, kShownResponse);
    bool again = answer.status >= 500 || answer.status == 429;
    if (again)
      out.ending = Attempt::Ending::failed;
    else if (answer.status >= 400)
      out.ending = Attempt::Ending::refused;
  } catch (const HttpClientError& e) {
    out = {Attempt::Ending::failed, 0, e.what()};
  }
  co_return out;
}

bool Deliveries::settle(const std::string& key, const Attempt& last) {
  if (!rows_.contains(key)) return false;
  bool again = false;
  std::int64_t now = aws_.clock().now_ms();
  rows_.update(key, [&](Delivery& d) {
    ++d.attempts;
    if (last.ending == Attempt::Ending::delivered) return;
    auto delay = last.ending == Attempt::Ending::failed ? d.plan.delay_ms(d.attempts) : std::nullopt;
    if (delay) {
      again = true;
      d.due_ms = now + *delay;
    } else if (d.dead_letter && !d.buried) {
      if (ended_) ended_(d, last);
      again = true;
      d.buried = true;
      d.attempts = 0;
      d.due_ms = now;
      d.plan = RetryPlan::aws_endpoint();
    }
  });
  if (!again) end(key, last);
  return again;
}

void Deliveries::end(const std::string& key, const Attempt& last) {
  const Delivery* d = rows_.find(key);
  if (last.ending != Attempt::Ending::delivered)
    log_warn(d->service + ": a " + (d->buried ? "dead letter" : "delivery") + " was given up: " + last.response);
  if (ended_ && !d->buried) ended_(*d, last);
  erase(key);
}

}  // namespace lambent
