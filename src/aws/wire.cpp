#include "aws/wire.h"

#include "aws/wire_protocols.h"

namespace lambent {

using model::Protocol;

namespace {

// What the path of a request says, where the protocol itself gives paths no meaning: the queue of SQS.
Json with_captured(const Identified& what, Json input) {
  for (const auto& [member, value] : what.captured)
    if (what.operation->input && what.operation->input->find(member) && !has(input, member)) set_text(input, member, value);
  return input;
}

}  // namespace

Json parse_input(const Identified& what, const HttpRequest& request) {
  switch (what.protocol) {
    case Protocol::query: return with_captured(what, parse_query(what, request));
    case Protocol::json: return with_captured(what, parse_json_rpc(what, request));
    case Protocol::rest_xml: return parse_rest_xml(what, request);
    default: return parse_rest_json(what, request);
  }
}

HttpResponse render_output(const Identified& what, const Json& output, const std::string& request_id) {
  switch (what.protocol) {
    case Protocol::query: return render_query(what, output, request_id);
    case Protocol::json: return render_json_rpc(what, output, request_id);
    case Protocol::rest_xml: return render_rest_xml(what, output, request_id);
    default: return render_rest_json(what, output, request_id);
  }
}

HttpResponse render_error(const Identified& what, const AwsError& error, const std::string& request_id) {
  switch (what.protocol) {
    case Protocol::query: return render_query_error(what, error, request_id);
    case Protocol::json: return render_json_rpc_error(what, error, request_id);
    case Protocol::rest_xml: return render_rest_xml_error(what, error, request_id);
    default: return render_rest_json_error(what, error, request_id);
  }
}

}  // namespace lambent
