// Requests as clients send them and answers as clients get them, through identify and the codecs alone.
#pragma once
#include <string>

#include "aws/wire.h"

namespace lambent::test {

HttpRequest query_request(const std::string& form);
HttpRequest json_request(const std::string& target, const std::string& body);
HttpRequest rest_request(const std::string& method, const std::string& target, const std::string& body = "");
HttpRequest scoped_to(HttpRequest request, const std::string& signing_name);  // signed for that service, as SDKs do

Identified identified(const HttpRequest& request);  // throws the AwsError of an unknown operation

// The input, or "Code status text" of what it was refused with.
Json input_of(const HttpRequest& request);
std::string refusal_of(const HttpRequest& request);
// As refusal_of, with the constraints checked, too.
std::string constraints_of(const HttpRequest& request);

HttpResponse answer_to(const HttpRequest& request, const Json& output);
HttpResponse error_to(const HttpRequest& request, const AwsError& error);

}  // namespace lambent::test
