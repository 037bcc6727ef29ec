// Lists over the journal for the JSON interface and the console. Pure functions of journal and query (aws/list_query.h).
// The journal itself takes ?type=, several with commas: call, invocation, log, sms, email, push, reply, execution, visit; and
// ?trace=, all that came of one event. Executions take ?machine= (its name) and ?status=.
// Mails, phones and pushes are lists of the services that keep them.
#pragma once
#include <string_view>

#include "aws/journal.h"
#include "aws/list_query.h"

namespace lambent {

Json journal_view(const Journal& journal, std::string_view query);
Json invocations_view(const Journal& journal, std::string_view query);
Json executions_view(const Journal& journal, std::string_view query);
Json denials_view(const Journal& journal, std::string_view query);

}  // namespace lambent
