// The protocols behind wire.h, one file each.
#pragma once
#include "aws/wire.h"

namespace lambent {

Json parse_query(const Identified& what, const HttpRequest& request);
HttpResponse render_query(const Identified& what, const Json& output, const std::string& request_id);
HttpResponse render_query_error(const Identified& what, const AwsError& error, const std::string& request_id);

Json parse_json_rpc(const Identified& what, const HttpRequest& request);
HttpResponse render_json_rpc(const Identified& what, const Json& output, const std::string& request_id);
HttpResponse render_json_rpc_error(const Identified& what, const AwsError& error, const std::string& request_id);

Json parse_rest_json(const Identified& what, const HttpRequest& request);
HttpResponse render_rest_json(const Identified& what, const Json& output, const std::string& request_id);
HttpResponse render_rest_json_error(const Identified& what, const AwsError& error, const std::string& request_id);

Json parse_rest_xml(const Identified& what, const HttpRequest& request);
HttpResponse render_rest_xml(const Identified& what, const Json& output, const std::string& request_id);
HttpResponse render_rest_xml_error(const Identified& what, const AwsError& error, const std::string& request_id);

}  // namespace lambent
