#include "ipo/property/texts.h"

#include "base/text.h"
#include "ipo/match/display.h"

namespace lambent::ipo {
namespace {

using Letters = std::vector<std::string>;  // one character each, UTF-8

constexpr size_t kLongest = 1100;  // of a text without a limit: what is longer tells nothing new

const Letters& plain() {
  static const Letters all = [] {
    Letters out;
    for (char c : std::string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-_@/:;?!=&%#+*()[]{}|~^$")) out.emplace_back(1, c);
    return out;
  }();
  return all;
}

// In the order of what a person would call simple.
const Letters& odd() {
  static const Letters all = {"'",  "\"", "\\", "<",  ">",  "&",  "\n", "\r", "\t", "é",  "ß",  "€",  "ñ",  "Ω",  "ł", "д", "中", "א", "ع", "🦷",
                              "😀", "\u200b", "\u202e", "\u0301", "\u00a0", "\u2028", "\ufeff", "\u0001", "\u007f", "𝒳"};
  return all;
}

const std::vector<std::string>& snippets() {
  static const std::vector<std::string> all = {"'",        "\"",       "O'Brien",  "\r\n",     "a\r\nBcc: x@example.com", "<script>alert(1)</script>", "<b>", "&amp;", "%00", "%s%n", "${x}",
                                               "$$",       "{{x}}",    "../..",    "'; --",    "null",     "true",     "0",        "-1",       "NaN",    "🦷",   "👩‍👩‍👧‍👦", "שלום", "مرحبا",
                                               "\u202eabc", "e\u0301", "ﷺ", "\\", "\t", " ", "a b", "{}", "[]", "\\u0000", "#", "+447700900123", "ada@example.com"};
  return all;
}

size_t length(Choices& choices, size_t least, size_t most) {
  const std::uint64_t room = most - least;
  std::vector<std::uint64_t> likely;
  for (std::uint64_t n : {0, 1, 2, 3, 5, 8, 13, 20}) likely.push_back(n);
  for (std::uint64_t n : {69, 70, 71, 134, 135, 153, 159, 160, 161, 255, 256, 306, 307, 1024})
    if (n >= least && n <= most) likely.push_back(n - least);
  likely.push_back(room);
  if (room > 0) likely.push_back(room - 1);
  return least + choices.upto(room, likely);
}

std::string repeated(const std::string& letter, size_t n) {
  std::string out;
  for (size_t i = 0; i < n; ++i) out += letter;
  return out;
}

std::string mixed(Choices& choices, const Letters& letters, size_t n) {
  std::string out;
  for (size_t i = 0; i < n; ++i) out += letters[choices.upto(letters.size() - 1)];
  return out;
}

// A snippet between letters, in a text of about `n` characters that keeps to the limits.
std::string with_snippet(Choices& choices, size_t least, size_t most) {
  const std::string& snippet = snippets()[choices.upto(snippets().size() - 1)];
  const size_t own = characters(snippet).size();
  if (own > most) return repeated("'", std::max(least, std::min<size_t>(most, 1)));
  const size_t rest = length(choices, own > least ? 0 : least - own, std::min<size_t>(most - own, 200));
  const size_t before = choices.upto(rest, {0, rest});
  return repeated("a", before) + snippet + repeated("a", rest - before);
}

std::string padded(std::uint64_t n, size_t digits) {
  std::string out = std::to_string(n);
  return out.size() < digits ? std::string(digits - out.size(), '0') + out : out;
}

template <size_t N>
std::string one_of(Choices& choices, const char* const (&all)[N]) {
  return all[choices.upto(N - 1)];
}

std::string name_like(Choices& choices, size_t least, size_t most) {
  std::string out;
  const size_t n = least + choices.upto(most - least, {0, most - least});
  static const std::string first = "abcdefghijklmnopqrstuvwxyz", all = first + "0123456789";
  for (size_t i = 0; i < n; ++i) out += i == 0 ? first[choices.upto(25)] : all[choices.upto(35)];
  return out;
}

std::string date(Choices& choices) {
  static constexpr const char* edges[] = {"2026-01-01", "2026-12-31", "2024-02-29", "1970-01-01", "2000-02-29", "2038-01-19", "1900-03-01", "0001-01-01", "9999-12-31", "2026-03-29"};
  if (!choices.one_in(2)) return one_of(choices, edges);
  return padded(1970 + choices.upto(130), 4) + "-" + padded(1 + choices.upto(11), 2) + "-" + padded(1 + choices.upto(27), 2);
}
std::string clock_time(Choices& choices) {
  static constexpr const char* edges[] = {"09:00:00Z", "00:00:00Z", "23:59:59Z", "23:59:60Z", "12:00:00.123456789Z", "01:30:00+14:00", "23:00:00-12:00", "02:30:00+01:00", "00:00:00z"};
  if (!choices.one_in(2)) return one_of(choices, edges);
  return padded(choices.upto(23), 2) + ":" + padded(choices.upto(59), 2) + ":" + padded(choices.upto(59), 2) + "Z";
}

std::string email(Choices& choices) {
  static const std::string longest = std::string(64, 'a') + "@example.com";
  static const char* const edges[] = {"ada@example.com", "a@example.com", "ada+tag@example.com", "o'brien@example.com", "ADA@EXAMPLE.COM", "\"a b\"@example.com", "ada@[127.0.0.1]",
                                      "a.b.c@sub.example.com", longest.c_str(), "#!$%&'*+/=?^_`{}|~-@example.com"};
  if (!choices.one_in(2)) return one_of(choices, edges);
  return name_like(choices, 1, 20) + "@example.com";
}

std::string uri(Choices& choices) {
  static constexpr const char* edges[] = {"https://example.com/", "http://example.com:8080/a?b=c&d=e#f", "mailto:ada@example.com", "https://example.com/%F0%9F%A6%B7", "urn:x:y", "https://u:p@example.com/",
                                          "https://[::1]/", "https://example.com/?q=%27%22%3C%3E", "file:///etc/hosts", "https://example.com/../../x"};
  if (!choices.one_in(2)) return one_of(choices, edges);
  return "https://example.com/" + name_like(choices, 1, 20);
}

std::string uuid(Choices& choices) {
  static constexpr const char* edges[] = {"00000000-0000-4000-8000-000000000000", "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"};
  if (!choices.one_in(2)) return one_of(choices, edges);
  std::string out = "00000000-0000-4000-8000-000000000000";
  for (char& c : out)
    if (c == '0') c = "0123456789abcdef"[choices.upto(15)];
  return out;
}

std::string hostname(Choices& choices) {
  static const std::string longest = std::string(63, 'a') + ".example.com";
  static const char* const edges[] = {"example.com", "localhost", "a", "xn--e1afmkfd.example", "127.0.0.1", longest.c_str()};
  return choices.one_in(2) ? name_like(choices, 1, 20) + ".example.com" : one_of(choices, edges);
}

std::string ipv4(Choices& choices) {
  static constexpr const char* edges[] = {"127.0.0.1", "0.0.0.0", "255.255.255.255", "10.0.0.1", "169.254.169.254"};
  if (!choices.one_in(2)) return one_of(choices, edges);
  std::string out = std::to_string(choices.upto(255));
  for (int i = 0; i < 3; ++i) out += "." + std::to_string(choices.upto(255));
  return out;
}

std::string ipv6(Choices& choices) {
  static constexpr const char* edges[] = {"::1", "::", "2001:db8::1", "fe80::1", "::ffff:127.0.0.1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};
  return one_of(choices, edges);
}

}  // namespace

std::string any_text(Choices& choices, size_t least, size_t most) {
  most = std::min(most, std::max(least, kLongest));
  Choices::Part part(choices);
  switch (choices.upto(5)) {
    case 1: return mixed(choices, plain(), length(choices, least, std::min(most, least + 40)));
    case 2: return with_snippet(choices, least, most);
    case 3: {
      Letters all = plain();
      all.insert(all.end(), odd().begin(), odd().end());
      return mixed(choices, all, length(choices, least, std::min(most, least + 40)));
    }
    case 4: {
      const std::string& letter = odd()[choices.upto(odd().size() - 1)];
      return repeated(letter, length(choices, least, most));
    }
    default: return repeated("a", length(choices, least, most));
  }
}

std::string text_of_format(Choices& choices, const std::string& format) {
  Choices::Part part(choices);
  if (format == "uuid") return uuid(choices);
  if (format == "date") return date(choices);
  if (format == "time") return clock_time(choices);
  if (format == "date-time") {
    if (choices.one_in(4)) return choices.one_in(2) ? "2016-12-31T23:59:60Z" : "2015-06-30T23:59:60Z";  // leap seconds that were
    std::string day = date(choices);
    return day + "T" + clock_time(choices);
  }
  if (format == "email") return email(choices);
  if (format == "uri" || format == "uri-reference") return uri(choices);
  if (format == "hostname") return hostname(choices);
  if (format == "ipv4") return ipv4(choices);
  return ipv6(choices);
}

}  // namespace lambent::ipo
