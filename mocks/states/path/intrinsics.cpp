#include "mocks/states/path/intrinsics.h"

#include "base/text.h"
#include "mocks/states/failure.h"
#include "mocks/states/size.h"

namespace lambent::states::path {
namespace {

struct NotACall {};
constexpr size_t kLongestText = 1 << 20;  // text in text grows by its escapes with each level

// Reads one call and, when sources are given, evaluates it on the way.
class CallReader {
 public:
  CallReader(std::string_view text, const Sources* sources, Ids* ids) : text_(text), sources_(sources), ids_(ids) {}

  Json whole() {
    Json value = call(1);
    blanks();
    if (at_ != text_.size()) throw NotACall();
    return value;
  }

  std::vector<std::string> variables;  // named on the way

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void blanks() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r') ++at_;
  }

  Json call(int depth) {
    if (depth > 10) throw NotACall();
    size_t start = at_;
    while (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '.') ++at_;
    std::string_view name = text_.substr(start, at_ - start);
    blanks();
    if (!known_function(name) || peek() != '(') throw NotACall();
    ++at_;
    std::vector<Json> arguments;
    blanks();
    if (peek() == ')') {
      ++at_;
    } else {
      for (;;) {
        blanks();
        bool form = arguments.empty() && name == "States.Format";
        arguments.push_back(argument(depth, form ? Escapes::keep : Escapes::resolve));
        blanks();
        char c = peek();
        ++at_;
        if (c == ')') break;
        if (c != ',') throw NotACall();
      }
    }
    Function function = find_function(name, arguments.size());
    if (!function) throw NotACall();
    if (!sources_) return Json();
    Json value = function(arguments, *ids_);
    if (value.is_string() && value.get_ref<const std::string&>().size() > kLongestText) throw WrongArgument("the result is too long");
    allowance_.take(value);
    return value;
  }

  // States.Format resolves the escapes of its template itself: \{ is plain text there.
  enum class Escapes { keep, resolve };

  Json argument(int depth, Escapes escapes) {
    char c = peek();
    if (c == '\'') return quoted(escapes);
    if (c == '$') return from_path();
    if (text_.substr(at_, 7) == "States.") return call(depth + 1);
    size_t start = at_;
    while (at_ < text_.size() && peek() != ',' && peek() != ')') ++at_;
    auto value = try_parse_json(trim(text_.substr(start, at_ - start)));
    if (!value || value->is_structured() || value->is_string()) throw NotACall();
    return *value;
  }

  Json quoted(Escapes escapes) {
    std::string out;
    for (++at_; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '\'') {
        ++at_;
        return out;
      }
      char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
      bool escape = c == '\\' && (next == '\'' || next == '\\' || next == '{' || next == '}');
      if (escape && (next == '\'' || escapes == Escapes::resolve)) {
        out += next;
        ++at_;
      } else if (escape) {
        out += c;
        out += next;
        ++at_;
      } else {
        out += c;
      }
    }
    throw NotACall();
  }

  Json from_path() {
    size_t start = at_;
    int square = 0, round = 0;
    char quote = '\0';
    for (; at_ < text_.size(); ++at_) {
      char c = peek();
      if (quote) {
        if (c == '\\') ++at_;
        else if (c == quote) quote = '\0';
      } else if (square && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == '[') {
        ++square;
      } else if (c == ']') {
        --square;
      } else if (c == '(') {
        ++round;
      } else if (c == ')' && round-- == 0) {
        break;
      } else if (c == ',' && !square) {
        break;
      }
    }
    std::string_view text = trim(text_.substr(start, at_ - start));
    auto path = JsonPath::parse(text);
    if (!path) throw NotACall();
    if (path->root() == JsonPath::Root::variable) variables.push_back(path->variable());
    if (!sources_) return Json();
    try {
      Json value = path->evaluate(*sources_);
      allowance_.take(value);
      return value;
    } catch (const PathMissing&) {
      throw RuntimeFailure("The function '" + std::string(text_) + "' had the following error: The JsonPath argument for the field '" +
                           std::string(text) + "' could not be found in the input '" + dump(*sources_->data) + "'");
    }
  }

  std::string_view text_;
  const Sources* sources_;
  Ids* ids_;
  size_t at_ = 0;
  Allowance allowance_;
};

}  // namespace

bool is_call(std::string_view text) {
  try {
    CallReader(text, nullptr, nullptr).whole();
    return true;
  } catch (const NotACall&) {
    return false;
  }
}

std::vector<std::string> variables_of(const std::string& call) {
  CallReader reader(call, nullptr, nullptr);
  try {
    reader.whole();
  } catch (const NotACall&) {
    return {};
  }
  return std::move(reader.variables);
}

Json run_call(const std::string& text, const Sources& sources, Ids& ids) {
  try {
    return CallReader(text, &sources, &ids).whole();
  } catch (const WrongArgument& e) {
    throw StateFailure("States.IntrinsicFailure", "The function '" + text + "' had the following error: " + e.what());
  } catch (const NotACall&) {
    throw StateFailure("States.IntrinsicFailure", "The function '" + text + "' had the following error: it cannot be read");
  }
}

}  // namespace lambent::states::path
