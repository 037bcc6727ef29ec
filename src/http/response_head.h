// What the server writes before a body: status line, the handler's fields made safe, and the fields that are the
// server's business (Content-Length, Date, Connection).
#pragma once
#include <string>
#include <string_view>

#include "http/message.h"

namespace lambent {

enum class Connection { keep, keep_1_0, close };  // keep_1_0: HTTP/1.0 must be told that it stays open

enum class Framing { length, chunked, until_close };

// Whether an answer with this status to this method carries a body at all (not for HEAD, 1xx, 204, 304).
bool carries_body(std::string_view method, int status);

// Appends the head, blank line included, to `out`. `date` as http_date() writes it. Control characters in values
// become blanks and fields with an impossible name are left out: a handler cannot break out of its header.
// The answer to HEAD keeps a Content-Length of the handler's own. An answer in pieces has none.
void append_head(std::string& out, const HttpResponse& response, std::string_view method, std::string_view date, Connection connection, Framing framing = Framing::length);

std::string_view reason_phrase(int status);

// Whether the handler asked for the connection to be closed after this answer.
bool asks_to_close(const HttpResponse& response);

}  // namespace lambent
