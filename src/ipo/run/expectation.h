// Values of a case as matchers, and differences as the outcome shows them.
#pragma once
#include <optional>
#include <set>
#include <string>

#include "ipo/case/case.h"
#include "ipo/match/matcher.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

// Nothing, and problems of the kind world at their places, if the value is no matcher. Files of schemas are beside the
// value's file.
std::optional<Matcher> compile(const Value& expected, std::vector<Problem>& problems, const std::string& where = "then");

// The expected value with members that are free in it: an object that lists neither them nor `$rest` takes them as they
// are. Other matchers stay.
Value with_free(const Value& expected, const std::vector<std::string>& free);

FieldDifference field_of(Difference difference, const Value& expected);

// The differences of a value from what is expected, as a problem; nothing if there are none.
std::optional<Problem> compare(Problem::Kind kind, std::string where, const Value& expected, const Json* actual, Context& context,
                               std::vector<Problem>& problems);

// Every matcher of a case compiled once, before anything runs: what is wrong becomes a diagnostic at its place. The files of
// schemas, also those that cannot be read, are added to `files`, which may be null.
void check_matchers(const Case& one, Diagnostics& diagnostics, std::set<std::string>* files = nullptr);

}  // namespace lambent::ipo
