#include "mocks/states/jsonata/date_picture.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "mocks/states/jsonata/calendar.h"
#include "mocks/states/jsonata/date_names.h"
#include "mocks/states/jsonata/fault.h"

namespace lambent::states::jsonata {
namespace {

constexpr size_t kWidest = 1000;  // digits a width may ask for

std::string_view default_presentation(char component) {
  switch (component) {
    case 'Y': case 'M': case 'D': case 'd': case 'W': case 'w': case 'X': case 'x': case 'H': case 'h': case 'f': return "1";
    case 'F': case 'P': case 'C': case 'E': return "n";
    case 'm': case 's': return "01";
    case 'Z': case 'z': return "01:01";
    default: return {};
  }
}

std::optional<size_t> width_of(std::string_view text) {
  size_t out = 0, digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) out = std::min(kWidest, out * 10 + static_cast<size_t>(text[digits] - '0'));
  return digits > 0 ? std::optional(out) : std::nullopt;
}

std::string cased(std::string text, LetterCase letters) {
  return letters == LetterCase::upper ? upper(text) : letters == LetterCase::lower ? lower(text) : text;
}

}  // namespace

const std::vector<std::string>& month_names() {
  static const std::vector<std::string> names{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  return names;
}
const std::vector<std::string>& day_names() {
  static const std::vector<std::string> names{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  return names;
}

DatePicture::Part DatePicture::marker(std::string_view text) {
  std::string plain;
  for (char c : text)
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') plain += c;
  Part out;
  out.component = plain.empty() ? '\0' : plain[0];
  const auto fallback = default_presentation(out.component);
  if (fallback.empty()) throw Fault("D3132").with_text("value", plain.substr(0, 1));
  const size_t comma = plain.rfind(',');
  if (comma != std::string::npos) {
    const std::string width = plain.substr(comma + 1);
    const size_t dash = width.find('-');
    out.least = width_of(width.substr(0, dash));
    if (dash != std::string::npos) out.most = width_of(width.substr(dash + 1));
  }
  std::string presentation = comma == std::string::npos ? plain.substr(1) : comma == 0 ? "" : plain.substr(1, comma - 1);
  if (presentation.size() > 1 && std::string_view("atco").find(presentation.back()) != std::string_view::npos) {
    out.modifier = presentation.back();
    presentation.pop_back();
  } else if (presentation.empty()) {
    presentation = fallback;
  }
  const bool zone = out.component == 'Z' || out.component == 'z';
  if (presentation[0] == 'n') {
    out.names = LetterCase::lower;
  } else if (presentation[0] == 'N') {
    out.names = presentation.size() > 1 && presentation[1] == 'n' ? LetterCase::title : LetterCase::upper;
  } else if (!zone && std::string_view("YMDdFWwXxHhmsf").find(out.component) != std::string_view::npos) {
    out.number = IntegerPicture::parse(presentation + (out.modifier ? std::string(";") + out.modifier : ""));
    IntegerPicture& number = *out.number;
    if (out.least) number.mandatory = std::max(number.mandatory, *out.least);
    if (std::string_view("YMD").find(out.component) != std::string_view::npos) {
      if (out.most) {
        number.mandatory = *out.most;
        out.year_digits = static_cast<int>(*out.most);
      } else if (number.mandatory + number.optional >= 2) {
        out.year_digits = static_cast<int>(std::min(kWidest, number.mandatory + number.optional));
      }
      number.width = std::max(0, out.year_digits);
    }
  }
  if (zone) out.number = IntegerPicture::parse(presentation);
  return out;
}

DatePicture DatePicture::parse(std::string_view picture) {
  DatePicture out;
  const auto literal = [&](std::string_view text) {
    if (text.empty()) return;
    Part part;
    part.literal = replace_all(std::string(text), "]]", "]");
    out.parts_.push_back(std::move(part));
  };
  size_t start = 0;
  for (size_t at; (at = picture.find('[', start)) != std::string_view::npos;) {
    literal(picture.substr(start, at - start));
    if (at + 1 < picture.size() && picture[at + 1] == '[') {
      literal("[");
      start = at + 2;
      continue;
    }
    const size_t end = picture.find(']', at);
    if (end == std::string_view::npos) throw Fault("D3135");
    out.parts_.push_back(marker(picture.substr(at + 1, end - at - 1)));
    start = end + 1;
  }
  literal(picture.substr(start));
  return out;
}

std::string DatePicture::format_zone(const Part& part, int hours, int minutes) {
  const int offset = hours * 100 + minutes;
  if (offset == 0 && part.modifier == 't') return "Z";
  const IntegerPicture& number = *part.number;
  std::string out;
  if (number.regular || number.mandatory == 3 || number.mandatory == 4) {
    out = number.format(offset);
  } else if (number.mandatory == 1 || number.mandatory == 2) {
    out = number.format(hours);
    if (minutes != 0) out += ":" + IntegerPicture::parse("00").format(minutes);
  } else {
    throw Fault("D3134").with("value", static_cast<double>(number.mandatory));
  }
  if (offset >= 0) out.insert(0, "+");
  return part.component == 'z' ? "GMT" + out : out;
}

std::string DatePicture::format_part(const Part& part, std::int64_t ms, int hours, int minutes) {
  switch (part.component) {
    case 'Z': case 'z': return format_zone(part, hours, minutes);
    case 'C': case 'E': return "ISO";
    case 'P': return cased(date_of(ms).hour >= 12 ? "pm" : "am", part.names == LetterCase::upper ? LetterCase::upper : LetterCase::lower);
    default: break;
  }
  std::int64_t value = component_of(ms, part.component);
  if (!part.names) {
    if (part.component == 'Y' && part.year_digits >= 0 && part.year_digits < 18) value %= static_cast<std::int64_t>(std::pow(10, part.year_digits));
    return part.number->format(static_cast<double>(value));
  }
  std::string name;
  if (part.component == 'M' || part.component == 'x') name = month_names()[static_cast<size_t>(value - 1)];
  else if (part.component == 'F') name = day_names()[static_cast<size_t>(value - 1)];
  else throw Fault("D3133").with_text("value", std::string(1, part.component));
  return cased(part.most ? name.substr(0, *part.most) : name, *part.names);
}

std::string DatePicture::format(std::int64_t ms, int offset) const {
  const int hours = static_cast<int>(std::floor(offset / 100.0)), minutes = offset % 100;
  ms += (60 * hours + minutes) * 60'000LL;
  std::string out;
  for (const auto& part : parts_) out += part.component ? format_part(part, ms, hours, minutes) : part.literal;
  return out;
}

}  // namespace lambent::states::jsonata
