// Tags in version 2: of configuration sets, contact lists, identities, custom verification templates and IP pools, by ARN.
#include "aws/arn.h"
#include "mocks/ses/ses_v2.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostTags = 50;

struct Named {
  std::string kind, name;
};

// The resource of an ARN of this account and region. Throws BadRequestException.
Named read_arn(const Call& call) {
  const std::string text = text_at(call.input, "ResourceArn");
  auto arn = Arn::parse(text);
  const size_t slash = arn ? arn->resource.find('/') : std::string::npos;
  if (!arn || arn->service != "ses" || arn->account != call.scope.account || arn->region != call.scope.region || slash == std::string::npos)
    throw AwsError("BadRequestException", 400, "Invalid ARN: " + text);
  return {arn->resource.substr(0, slash), arn->resource.substr(slash + 1)};
}

void check_tags(const TextMap& tags) {
  for (const auto& [key, value] : tags) {
    if (key.empty() || key.size() > 128) throw AwsError("BadRequestException", 400, "Tag keys have 1 to 128 characters.");
    if (value.size() > 256) throw AwsError("BadRequestException", 400, "Tag values have at most 256 characters.");
    if (key.starts_with("aws:")) throw AwsError("BadRequestException", 400, "Tag keys cannot begin with aws:.");
  }
  if (tags.size() > kMostTags) throw AwsError("BadRequestException", 400, "A resource has at most 50 tags.");
}

}  // namespace

// Runs `change` on a copy of the resource's tags; stores it if it says so.
void SesV2::with_tags(const Call& call, const std::function<bool(TextMap&)>& change) {
  const Named resource = read_arn(call);
  const Scope& scope = call.scope;
  const AwsError unknown("NotFoundException", 404, "Resource " + text_at(call.input, "ResourceArn") + " does not exist.");
  if (resource.kind == "configuration-set") {
    const ConfigurationSetRow* row = mailbox_.find_set(scope, resource.name);
    if (!row) throw unknown;
    ConfigurationSetRow changed = *row;
    if (change(changed.tags)) mailbox_.put_set(scope, std::move(changed));
  } else if (resource.kind == "contact-list") {
    const ContactListRow* row = mailbox_.contacts().find_list(scope, resource.name);
    if (!row) throw unknown;
    ContactListRow changed = *row;
    if (change(changed.tags)) mailbox_.contacts().put_list(scope, std::move(changed));
  } else if (resource.kind == "identity") {
    const IdentityRow* row = mailbox_.identities().find(scope, resource.name);
    if (!row) throw unknown;
    TextMap changed = row->tags;
    if (change(changed)) mailbox_.identities().update(scope, resource.name, [&](IdentityRow& r) { r.tags = changed; });
  } else if (resource.kind == "custom-verification-email-template") {
    const VerificationTemplateRow* row = mailbox_.verification_templates().find(scope_key(scope, resource.name));
    if (!row) throw unknown;
    VerificationTemplateRow changed = *row;
    if (change(changed.tags)) mailbox_.verification_templates().put(scope_key(scope, resource.name), std::move(changed));
  } else if (resource.kind == "template") {
    const TemplateRow* row = mailbox_.templates().find(scope, resource.name);
    if (!row) throw unknown;
    TextMap changed = row->tags;
    if (change(changed)) mailbox_.templates().set_tags(scope, resource.name, changed);
  } else if (resource.kind == "dedicated-ip-pool") {
    const PoolRow* row = pools_.find(scope_key(scope, resource.name));
    if (!row) throw unknown;
    PoolRow changed = *row;
    if (change(changed.tags)) pools_.put(scope_key(scope, resource.name), std::move(changed));
  } else {
    throw not_emulated("sesv2", "tags of " + resource.kind);
  }
}

Json SesV2::tag_resource(const Call& call) {
  with_tags(call, [&](TextMap& tags) {
    for (const auto& [key, value] : tags_at(call.input)) tags[key] = value;
    check_tags(tags);
    return true;
  });
  return Json::object();
}

Json SesV2::untag_resource(const Call& call) {
  with_tags(call, [&](TextMap& tags) {
    for (const auto& key : texts_at(call.input, "TagKeys")) tags.erase(key);
    return true;
  });
  return Json::object();
}

Json SesV2::list_tags(const Call& call) {
  Json out = array();
  with_tags(call, [&](TextMap& tags) {
    out = tags_json(tags);
    return false;
  });
  return object({{"Tags", out}});
}

}  // namespace lambent::ses
