// A stored mail as its reader sees it: bodies and attachments. Pure functions.
#pragma once
#include <string>
#include <vector>

#include "mocks/ses/rows.h"

namespace lambent::ses {

struct MailPart {
  std::string type = "text/plain";  // in lower case, without parameters
  std::string name;                 // file name of an attachment; "" for what has none
  std::string content_id;           // without its brackets
  std::string content;              // transfer coding removed; texts as UTF-8
  bool attachment = false;
};

// All leaves in their order. At most kMostParts, at most 20 levels deep; what is malformed is passed over.
constexpr size_t kMostParts = 1000;
std::vector<MailPart> parts_of(const MailRow& mail);

const MailPart* body_of(const std::vector<MailPart>& parts, const std::string& type);  // the first that is no attachment; may be null

// An HTML body safe to serve: links open a tab of their own, images of the mail itself stand in the text. Nothing else is
// changed; what may run or be loaded is the affair of the answer's headers.
std::string framed_html(const std::string& html, const std::vector<MailPart>& parts);

}  // namespace lambent::ses
