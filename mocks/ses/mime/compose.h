// Mail as SES puts it on the wire, made from what was asked to be sent.
//
// A raw message keeps its bytes but for Message-ID and Date, which SES sets itself (SES API reference, SendRawEmail). A
// message of parts becomes text/plain, text/html, multipart/alternative of both, multipart/related with inline
// attachments, multipart/mixed with others. Lines are at most 998 bytes: text is 7bit where it can be, else
// quoted-printable. The same mail always gives the same bytes.
#pragma once
#include <string>
#include <vector>

#include "mocks/ses/mime.h"
#include "mocks/ses/rows.h"

namespace lambent::ses::mime {

std::string compose(const MailRow& mail);
// The fields of its header as compose() writes them, unfolded. A raw message that has no Message-ID or Date shows none here.
std::vector<HeaderField> composed_fields(const MailRow& mail);

// Message-ID as recipients see it: email.amazonses.com in us-east-1, <region>.amazonses.com elsewhere.
std::string message_id_field(const std::string& id, const std::string& region);
std::string mail_date(std::int64_t at_ms);  // Fri, 02 Jan 2026 03:04:05 +0000

// The MIME text TestRenderTemplate answers: Date, Subject and the parts.
std::string compose_rendered(const MailRow& mail);

}  // namespace lambent::ses::mime
