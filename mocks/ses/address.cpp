#include "mocks/ses/address.h"

#include "base/text.h"

namespace lambent::ses {
namespace {

bool control_or_blank(char c) { return (c >= 0 && c <= ' ') || c == 127; }

void check_local(std::string_view local) {
  if (local.empty()) throw BadAddress("Missing local name");
  if (local.front() == '"') {
    if (local.size() < 2 || local.back() != '"') throw BadAddress("Unterminated quote");
    return;
  }
  if (local.front() == '.') throw BadAddress("Local address starts with dot");
  if (local.back() == '.') throw BadAddress("Local address ends with dot");
  char last = 0;
  for (char c : local) {
    if (c == '"') throw BadAddress("Quote not at start of local address");
    if (c == '.' && last == '.') throw BadAddress("Local address contains dot-dot");
    if (control_or_blank(c)) throw BadAddress("Local address contains control or whitespace");
    if (std::string_view("()<>,;:\\[]@").find(c) != std::string_view::npos) throw BadAddress("Local address contains illegal character");
    last = c;
  }
}

void check_domain(std::string_view domain) {
  if (domain.empty()) throw BadAddress("Missing domain");
  if (domain.front() == '.') throw BadAddress("Domain starts with dot");
  char last = 0;
  for (char c : domain) {
    if (control_or_blank(c)) throw BadAddress("Domain contains control or whitespace");
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
    if (!letter && c != '-' && c != '.') throw BadAddress("Domain contains illegal character");
    if (c == '.' && last == '.') throw BadAddress("Domain contains dot-dot");
    last = c;
  }
  if (last == '.') throw BadAddress("Domain ends with dot");
}

// Where the '<' of a "Name <address>" is, outside quotes.
size_t find_open(std::string_view text) {
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == '<' && !quoted) {
      return i;
    }
  }
  return std::string_view::npos;
}

std::string unquoted(std::string_view display) {
  display = trim(display);
  if (display.size() < 2 || display.front() != '"' || display.back() != '"') return std::string(display);
  std::string out;
  for (size_t i = 1; i + 1 < display.size(); ++i) {
    if (display[i] == '\\' && i + 2 < display.size()) ++i;
    out += display[i];
  }
  return out;
}

}  // namespace

Address parse_address(std::string_view text) {
  text = trim(text);
  if (text.empty()) throw BadAddress("Illegal address");
  Address out;
  size_t open = find_open(text);
  if (open != std::string_view::npos) {
    if (text.back() != '>') throw BadAddress("Missing '>'");
    out.display = unquoted(text.substr(0, open));
    text = text.substr(open + 1, text.size() - open - 2);
  } else if (text.back() == '>') {
    throw BadAddress("Missing '<'");
  }
  size_t at = text.rfind('@');
  if (at == std::string_view::npos) throw BadAddress("Missing final '@domain'");
  out.local = text.substr(0, at);
  out.domain = text.substr(at + 1);
  check_local(out.local);
  check_domain(out.domain);
  out.mailbox = text;
  return out;
}

std::vector<std::string> split_addresses(std::string_view header) {
  std::vector<std::string> out;
  std::string one;
  bool quoted = false;
  bool angle = false;  // between < and >
  int comment = 0;
  auto push = [&] {
    if (auto text = trim(one); !text.empty()) out.emplace_back(text);
    one.clear();
  };
  for (size_t i = 0; i < header.size(); ++i) {
    char c = header[i];
    if (c == '\\' && i + 1 < header.size() && (quoted || comment)) {
      if (!comment) (one += c) += header[i + 1];
      ++i;
      continue;
    }
    if (c == '"' && !comment) quoted = !quoted;
    if (!quoted && c == '(') ++comment;
    bool inside = comment > 0;
    if (!quoted && c == ')' && comment) --comment;
    if (inside) continue;
    if (!quoted && (c == '<' || c == '>')) angle = c == '<';
    if ((c == ',' || c == ';') && !quoted && !angle) {
      push();
    } else if (c == ':' && !quoted && !angle) {
      one.clear();  // the name of a group: its members follow, up to ';'
    } else {
      one += c;
    }
  }
  push();
  return out;
}

std::string canonical(std::string_view name) {
  auto at = name.rfind('@');
  if (at == std::string_view::npos) return lower(name);
  return std::string(name.substr(0, at + 1)) + lower(name.substr(at + 1));
}

bool is_simulator(const Address& address) { return iequals(address.domain, "simulator.amazonses.com"); }

}  // namespace lambent::ses
