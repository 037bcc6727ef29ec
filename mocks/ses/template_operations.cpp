// Templates of both versions: kept, listed, rendered on trial.
#include "mocks/ses/handlebars/template.h"
#include "mocks/ses/mime/compose.h"
#include "mocks/ses/ses.h"
#include "mocks/ses/ses_v2.h"

namespace lambent::ses {
namespace {

TemplateRow read_v1(const Call& call) {
  const Json& given = *find(call.input, "Template");
  TemplateRow out;
  out.name = text_at(given, "TemplateName");
  out.content = {find_text(given, "SubjectPart"), find_text(given, "TextPart"), find_text(given, "HtmlPart")};
  return out;
}

TemplateRow read_v2(const Call& call) {
  const Json& given = *find(call.input, "TemplateContent");
  TemplateRow out;
  out.name = text_at(call.input, "TemplateName");
  out.content = {find_text(given, "Subject"), find_text(given, "Text"), find_text(given, "Html")};
  out.tags = tags_at(call.input);
  return out;
}

Json listed(const Templates::Page& page, const char* name_member) {
  Json list = array();
  for (const auto& row : page.rows)
    list.push_back(object({{name_member, row.name}, {"CreatedTimestamp", static_cast<double>(row.created_ms) / 1000}}));
  Json answer = object({{"TemplatesMetadata", std::move(list)}});
  if (!page.next.empty()) set_text(answer, "NextToken", page.next);
  return answer;
}

// The MIME text of a template rendered on trial. What fails is an error of the call, other than when it is sent.
Json test_render(Mailbox& mailbox, const Call& call, Dialect dialect) {
  const TemplateRow& row = mailbox.templates().get(call.scope, text_at(call.input, "TemplateName"), dialect);
  auto refuse = [&](const char* v1_code, const std::string& message) {
    return AwsError(dialect == Dialect::v1 ? v1_code : "BadRequestException", 400, message);
  };
  MailRow mail;
  try {
    TemplateContent content = render(row.content, read_template_data(find_text(call.input, "TemplateData")));
    mail.subject = std::move(content.subject);
    mail.text = std::move(content.text);
    mail.html = std::move(content.html);
  } catch (const std::invalid_argument& e) {
    throw refuse("InvalidRenderingParameter", e.what());
  } catch (const handlebars::RenderError& e) {
    throw refuse(e.attribute().empty() ? "InvalidRenderingParameter" : "MissingRenderingAttribute", e.what());
  }
  mail.id = row.name;
  mail.at_ms = mailbox.aws().clock().now_ms();
  return object({{"RenderedTemplate", mime::compose_rendered(mail)}});
}

}  // namespace

Json Ses::create_template(const Call& call) {
  mailbox_.templates().create(call.scope, read_v1(call), Dialect::v1);
  return Json::object();
}

Json Ses::get_template(const Call& call) {
  const TemplateRow& row = mailbox_.templates().get(call.scope, text_at(call.input, "TemplateName"), Dialect::v1);
  Json out = object({{"TemplateName", row.name}});
  set_if(out, "SubjectPart", row.content.subject);
  set_if(out, "TextPart", row.content.text);
  set_if(out, "HtmlPart", row.content.html);
  return object({{"Template", std::move(out)}});
}

Json Ses::update_template(const Call& call) {
  mailbox_.templates().update(call.scope, read_v1(call), Dialect::v1);
  return Json::object();
}

// One that does not exist is deleted without an error.
Json Ses::delete_template(const Call& call) {
  mailbox_.templates().erase(call.scope, text_at(call.input, "TemplateName"));
  return Json::object();
}

Json Ses::list_templates(const Call& call) {
  return listed(mailbox_.templates().list(call.scope, text_at(call.input, "NextToken"), int_at(call.input, "MaxItems", 100)), "Name");
}

Json Ses::test_render_template(const Call& call) { return test_render(mailbox_, call, Dialect::v1); }

Json SesV2::create_template(const Call& call) {
  mailbox_.templates().create(call.scope, read_v2(call), Dialect::v2);
  return Json::object();
}

Json SesV2::get_template(const Call& call) {
  const TemplateRow& row = mailbox_.templates().get(call.scope, text_at(call.input, "TemplateName"), Dialect::v2);
  Json content = Json::object();
  set_if(content, "Subject", row.content.subject);
  set_if(content, "Text", row.content.text);
  set_if(content, "Html", row.content.html);
  return object({{"TemplateName", row.name}, {"TemplateContent", std::move(content)}, {"Tags", tags_json(row.tags)}});
}

Json SesV2::update_template(const Call& call) {
  mailbox_.templates().update(call.scope, read_v2(call), Dialect::v2);
  return Json::object();
}

Json SesV2::delete_template(const Call& call) {
  const std::string name = text_at(call.input, "TemplateName");
  mailbox_.templates().get(call.scope, name, Dialect::v2);
  mailbox_.templates().erase(call.scope, name);
  return Json::object();
}

Json SesV2::list_templates(const Call& call) {
  return listed(mailbox_.templates().list(call.scope, text_at(call.input, "NextToken"), int_at(call.input, "PageSize", 100)), "TemplateName");
}

Json SesV2::test_render_template(const Call& call) { return test_render(mailbox_, call, Dialect::v2); }

}  // namespace lambent::ses
