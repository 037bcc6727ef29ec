#include "ipo/match/event_choice.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/match/values.h"

namespace lambent::ipo {
namespace {

using Texts = std::function<bool(const std::string&)>;

EventChoice of_text(Texts test) {
  return [test = std::move(test)](const Json* value) { return value && value->is_string() && test(value->get_ref<const std::string&>()); };
}

// {"prefix": "a"} or {"prefix": {"equals-ignore-case": "a"}}; null if it is neither.
struct Part {
  std::string text;
  bool any_case = false;
};
std::optional<Part> part(const Json& argument) {
  if (argument.is_string()) return Part{argument.get<std::string>(), false};
  if (argument.is_object() && argument.size() == 1 && argument.contains("equals-ignore-case") && argument["equals-ignore-case"].is_string())
    return Part{argument["equals-ignore-case"].get<std::string>(), true};
  return std::nullopt;
}
bool same(std::string_view a, std::string_view b, const Part& p) { return p.any_case ? iequals(a, b) : a == b; }

// '*' is any run, \* and \\ are those characters.
struct Wildcard {
  std::vector<std::string> pieces{""};  // between the stars

  static std::optional<Wildcard> read(const std::string& text) {
    Wildcard out;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\') {
        if (i + 1 == text.size() || (text[i + 1] != '*' && text[i + 1] != '\\')) return std::nullopt;
        out.pieces.back() += text[++i];
      } else if (text[i] == '*') {
        if (i > 0 && text[i - 1] == '*' && out.pieces.back().empty() && out.pieces.size() > 1) return std::nullopt;  // AWS refuses **
        out.pieces.emplace_back();
      } else {
        out.pieces.back() += text[i];
      }
    }
    return out;
  }
  bool matches(std::string_view text) const {
    if (pieces.size() == 1) return text == pieces[0];
    if (!text.starts_with(pieces.front())) return false;
    text.remove_prefix(pieces.front().size());
    for (size_t i = 1; i + 1 < pieces.size(); ++i) {
      auto at = text.find(pieces[i]);
      if (at == std::string_view::npos) return false;
      text.remove_prefix(at + pieces[i].size());
    }
    return text.ends_with(pieces.back());
  }
};

// The forms that look at texts; null if the name is another or the argument is wrong.
Texts text_form(const std::string& name, const Json& argument) {
  if (name == "wildcard") {
    auto wildcard = argument.is_string() ? Wildcard::read(argument.get_ref<const std::string&>()) : std::nullopt;
    if (!wildcard) return nullptr;
    return [wildcard = *wildcard](const std::string& text) { return wildcard.matches(text); };
  }
  if (name == "equals-ignore-case") {
    if (!argument.is_string()) return nullptr;
    return [wanted = argument.get<std::string>()](const std::string& text) { return iequals(wanted, text); };
  }
  auto wanted = part(argument);
  if (!wanted) return nullptr;
  const size_t n = wanted->text.size();
  if (name == "prefix") return [w = *wanted, n](const std::string& text) { return text.size() >= n && same(std::string_view(text).substr(0, n), w.text, w); };
  if (name == "suffix") return [w = *wanted, n](const std::string& text) { return text.size() >= n && same(std::string_view(text).substr(text.size() - n), w.text, w); };
  return nullptr;
}

std::optional<EventChoice> anything_but(const Json& argument) {
  if (argument.is_object()) {  // {"anything-but": {"prefix": "a"}}, also with a list
    if (argument.size() != 1) return std::nullopt;
    const auto& [name, inner] = *argument.get_ref<const Json::object_t&>().begin();
    std::vector<Texts> forms;
    for (const Json& one : inner.is_array() ? inner : Json::array({inner})) {
      forms.push_back(text_form(name, one));
      if (!forms.back()) return std::nullopt;
    }
    return of_text([forms](const std::string& text) { return std::none_of(forms.begin(), forms.end(), [&](const Texts& form) { return form(text); }); });
  }
  const Json refused = argument.is_array() ? argument : Json::array({argument});
  if (refused.empty() || std::any_of(refused.begin(), refused.end(), [](const Json& one) { return !one.is_string() && !one.is_number(); })) return std::nullopt;
  return [refused](const Json* value) {
    return value && !value->is_object() && std::none_of(refused.begin(), refused.end(), [&](const Json& one) { return same_scalar(one, *value); });
  };
}

std::optional<EventChoice> numeric(const Json& argument) {
  if (!argument.is_array() || argument.empty() || argument.size() % 2 != 0 || argument.size() > 4) return std::nullopt;
  for (size_t i = 0; i < argument.size(); i += 2) {
    static const std::vector<std::string> operators{"=", "<", "<=", ">", ">="};
    if (!argument[i].is_string() || !argument[i + 1].is_number()) return std::nullopt;
    if (std::find(operators.begin(), operators.end(), argument[i].get_ref<const std::string&>()) == operators.end()) return std::nullopt;
  }
  return [argument](const Json* value) {
    if (!value || !value->is_number()) return false;
    for (size_t i = 0; i < argument.size(); i += 2) {
      const auto& op = argument[i].get_ref<const std::string&>();
      const Json& bound = argument[i + 1];
      const bool less = number_less(*value, bound), more = number_less(bound, *value);
      const bool holds = op == "=" ? same_scalar(*value, bound) : op == "<" ? less : op == "<=" ? !more : op == ">" ? more : !less;
      if (!holds) return false;
    }
    return true;
  };
}

std::optional<EventChoice> cidr(const Json& argument) {
  if (!argument.is_string()) return std::nullopt;
  const auto& text = argument.get_ref<const std::string&>();
  const auto slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const std::string address = text.substr(0, slash);
  const int family = address.find(':') == std::string::npos ? AF_INET : AF_INET6;
  std::array<unsigned char, 16> network{};
  int bits = -1;
  auto [end, error] = std::from_chars(text.data() + slash + 1, text.data() + text.size(), bits);
  if (error != std::errc() || end != text.data() + text.size() || bits < 0 || bits > (family == AF_INET ? 32 : 128)) return std::nullopt;
  if (inet_pton(family, address.c_str(), network.data()) != 1) return std::nullopt;
  return of_text([=](const std::string& candidate) {
    std::array<unsigned char, 16> other{};
    if (inet_pton(family, candidate.c_str(), other.data()) != 1) return false;
    const auto whole = static_cast<size_t>(bits / 8);
    if (std::memcmp(network.data(), other.data(), whole) != 0) return false;
    return bits % 8 == 0 || (network[whole] ^ other[whole]) >> (8 - bits % 8) == 0;
  });
}

}  // namespace

std::optional<EventChoice> read_event_choice(const Json& choice, const std::string& place, Mistakes& mistakes) {
  if (!choice.is_structured()) return [choice](const Json* value) { return value && same_scalar(choice, *value); };
  static const std::vector<std::string> names{"prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "exists", "cidr"};
  if (!choice.is_object() || choice.size() != 1) {
    mistakes.push_back({place, "a choice of an event pattern is a value or an object of one operator", R"({"prefix": "a"})"});
    return std::nullopt;
  }
  const auto& [name, argument] = *choice.get_ref<const Json::object_t&>().begin();
  std::optional<EventChoice> out;
  if (name == "anything-but") {
    out = anything_but(argument);
  } else if (name == "numeric") {
    out = numeric(argument);
  } else if (name == "cidr") {
    out = cidr(argument);
  } else if (name == "exists") {
    if (argument.is_boolean()) out = [wanted = argument.get<bool>()](const Json* value) { return (value != nullptr) == wanted; };
  } else if (auto form = text_form(name, argument)) {
    out = of_text(std::move(form));
  } else if (std::find(names.begin(), names.end(), name) == names.end()) {
    auto near = nearest(name, names);
    mistakes.push_back({place + pointer_key(name), "unknown operator " + in_quotes(name, 80), near.empty() ? "known are " + join(names, ", ") : "did you mean " + near + "?"});
    return std::nullopt;
  }
  if (!out) mistakes.push_back({place + pointer_key(name), name + " cannot take " + shown(argument, 80), ""});
  return out;
}

}  // namespace lambent::ipo
