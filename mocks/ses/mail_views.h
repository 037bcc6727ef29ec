// Sent mail for the console and the command line:
//
//   GET    /_lambent/api/v1/emails?to=&q=           what this run sent, of the journal; seq is the journal's
//   DELETE /_lambent/api/v1/emails
//   GET    /_lambent/api/v1/emails/{id}             all of one; the id "latest" is the last one's
//   GET    /_lambent/api/v1/emails/{id}/body.html[?remote=1], /body.txt, /raw, /parts/{n}
//
// A mail from before a restart (--data) is found by its id, but is not in the list. HTML comes with headers that let
// nothing run and load nothing from elsewhere, images excepted with ?remote=1 (docs/seeing.md).
#pragma once
#include <functional>

#include "aws/arrivals.h"
#include "aws/aws.h"
#include "mocks/ses/rows.h"

namespace lambent::ses {

// A stored mail by its id; null if it is not there any more. Valid until the next change.
using MailById = std::function<const MailRow*(const std::string& id)>;

class MailViews {
 public:
  MailViews(Aws& aws, MailById find) : aws_(aws), find_(std::move(find)), arrivals_(aws.loop(), aws.journal()) {}

  std::vector<Route> routes();

 private:
  Task<HttpResponse> list(RouteMatch match);
  Json page(const ListQuery& query) const;
  HttpResponse show(const std::string& id) const;
  HttpResponse body(const std::string& id, const std::string& which, std::string_view query) const;
  HttpResponse part(const std::string& id, const std::string& number) const;
  const MailRow* mail(const std::string& id) const;
  const JournalEntry* entry(const std::string& id) const;  // of that mail; null if the journal has it no more

  Aws& aws_;
  const MailById find_;
  Arrivals arrivals_;
};

}  // namespace lambent::ses
