// How reports are written for people: aligned, indented by cause, colours only if asked for. Internal to the reports.
#pragma once
#include <string>
#include <vector>

#include "cli/report.h"

namespace lambent::cli {

class Writer {
 public:
  explicit Writer(Colour colour) : colour_(colour == Colour::yes) {}
  std::string take() { return std::move(out_); }

  void heading(const std::string& text) { out_ += "\n" + paint("1", text) + "\n"; }
  void line(int depth, const std::string& text) { out_ += std::string(static_cast<size_t>(2 + depth * 2), ' ') + text + "\n"; }
  std::string good(const std::string& s) const { return paint("32", s); }
  std::string bad(const std::string& s) const { return paint("31", s); }
  std::string dim(const std::string& s) const { return paint("2", s); }
  std::string strong(const std::string& s) const { return paint("1", s); }
  std::string status(const std::string& s) const { return s == "SUCCEEDED" ? good(s) : s == "RUNNING" ? s : bad(s); }  // of an execution

  // A label in its column, then text whose further lines stand under its first. Long ones are folded.
  void labelled(int depth, const std::string& label, const std::string& text, size_t column = 10);

 private:
  std::string paint(const char* code, const std::string& text) const { return colour_ ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text; }

  std::string out_;
  bool colour_;
};

void write_steps(Writer& w, const Json& steps, int depth);
void write_refused(Writer& w, const Json& refused);  // a call, with the statements that would allow it

std::string payload(const std::string& text);    // safe for a terminal, and cropped
std::string millis(double ms);                   // "0.14 ms", "47 ms", "12.5 s", "5 min 30 s", "7 d 0 h"
std::string last_part(const std::string& arn);   // behind the last colon

}  // namespace lambent::cli
