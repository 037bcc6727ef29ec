// Lists over the journal for the JSON interface and the console. Pure functions of journal and query.
//
//   ?limit=   how many, 1 to 1000 (100)
//   ?after=   entries with a greater seq, oldest first; "next" is the seq to go on after, null at the end
//   ?before=  entries with a smaller seq; without either the latest; "next" is the seq to go back before
//   ?type=    journal only: call, invocation, log, sms, email, mail-event, execution, visit; several with commas
//
// Items always stand in the order of their seq. An unknown parameter or value throws QueryError naming it.
#pragma once
#include <stdexcept>
#include <string_view>

#include "aws/journal.h"

namespace lambent {

class QueryError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

Json journal_view(const Journal& journal, std::string_view query);
Json emails_view(const Journal& journal, std::string_view query);
Json invocations_view(const Journal& journal, std::string_view query);
Json executions_view(const Journal& journal, std::string_view query);
Json denials_view(const Journal& journal, std::string_view query);
// {"items": [{"number": "+33…", "messages": [entries, oldest first]}]}: all that the journal holds.
Json phones_view(const Journal& journal, std::string_view query);

}  // namespace lambent
