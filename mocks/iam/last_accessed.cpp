// Which services somebody may use by policy, and when the journal saw it last. The job is done when it is asked for.
#include "mocks/iam/last_use.h"

#include <algorithm>

#include "access/policy.h"
#include "aws/arn.h"
#include "aws/model.h"
#include "base/text.h"
#include "mocks/iam/context_keys.h"
#include "mocks/iam/iam.h"
#include "mocks/iam/simulation.h"

namespace lambent::iam {
namespace {

// The services we know by name: those emulated and those that policies here often speak of.
const std::vector<std::string>& known_services() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out{"dynamodb", "events", "execute-api", "kms", "logs", "s3", "scheduler", "secretsmanager", "sqs", "ssm", "xray"};
    for (auto name : model::names()) out.push_back(service_namespace(std::string(name)));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }();
  return all;
}

// Whether a document has a statement that allows something of the service.
bool speaks_of(const std::string& text, const std::string& service) {
  auto document = try_parse_json(text);
  if (!document) return false;
  for (const Json* s : statements_of(*document)) {
    if (text_at(*s, "Effect") != "Allow") continue;
    if (has(*s, "NotAction")) return true;
    for (const auto& action : texts_at(*s, "Action"))
      if (action == "*" || istarts_with(action, service + ":")) return true;
  }
  return false;
}

bool is_principal(const std::string& principal, const EntityRow& row) {
  if (row.id.starts_with("AROA")) return principal.starts_with(make_arn("sts", "", row.account, "assumed-role/" + row.name + "/"));
  return principal == row.arn;
}
bool is_by(const CallEntry& entry, const EntityRow& row) { return is_principal(entry.principal, row); }

}  // namespace

const JobRow& Iam::get_access_job(const Call& call) const {
  std::string id = text_at(call.input, "JobId");
  const JobRow* job = entities_.access_jobs.find(call.scope.account + "/" + id);
  if (!job) throw no_such_entity("Job with id " + id + " does not exist.");
  return *job;
}

// Who counts for a job: the entity itself, the members of a group, those to whom a policy is attached.
std::vector<const EntityRow*> Iam::subjects_of(const Call& call, const std::string& arn) const {
  std::vector<const EntityRow*> out;
  const EntityRow* row = entities_.find_row(arn);
  if (row && !row->id.starts_with("AGPA")) return {row};
  auto has_policy = [&](const EntityRow& one) { return std::find(one.attached.begin(), one.attached.end(), arn) != one.attached.end(); };
  for (const auto* table : {&entities_.users, &entities_.roles})
    table->each(call.scope.account + "/", [&](const std::string&, const EntityRow& one) {
      bool in_group = row && std::find(one.groups.begin(), one.groups.end(), row->name) != one.groups.end();
      if (in_group || (!row && has_policy(one))) out.push_back(&one);
    });
  return out;
}

Json Iam::generate_service_last_accessed(const Call& call) {
  std::string arn = text_at(call.input, "Arn");
  if (arn.find(":policy/") == std::string::npos)
    get_policy_source(call);
  else if (!attachable(call, arn))
    throw policy_not_found(arn);
  JobRow job;
  job.id = aws_.ids().uuid();
  job.arn = arn;
  job.granularity = text_at(call.input, "Granularity", "SERVICE_LEVEL");
  job.created = now();
  entities_.access_jobs.put(call.scope.account + "/" + job.id, job);
  return object({{"JobId", job.id}});
}

std::vector<std::string> Iam::accessible_services(const Call& call, const std::string& arn) const {
  std::vector<std::string> texts, out;
  if (const EntityRow* row = entities_.find_row(arn))
    for (auto& source : sources_of(call, *row)) texts.push_back(source.text);
  else if (auto document = entities_.policy_document(arn))
    texts.push_back(*document);
  for (const auto& service : known_services())
    if (std::any_of(texts.begin(), texts.end(), [&](const std::string& text) { return speaks_of(text, service); })) out.push_back(service);
  return out;
}

Json Iam::get_service_last_accessed(const Call& call) {
  const JobRow& job = get_access_job(call);
  auto subjects = subjects_of(call, job.arn);
  auto by_subject = [&](const CallEntry& entry) { return std::any_of(subjects.begin(), subjects.end(), [&](const EntityRow* row) { return is_by(entry, *row); }); };
  std::vector<Json> items;
  for (const auto& service : accessible_services(call, job.arn)) {
    auto used = [&](const CallEntry& entry) { return service_namespace(entry.service) == service && by_subject(entry); };
    auto use = last_use(aws_.journal(), used);
    std::int64_t entities = 0;
    const EntityRow* latest = nullptr;
    for (const EntityRow* row : subjects) {
      if (!last_use(aws_.journal(), [&](const CallEntry& entry) { return service_namespace(entry.service) == service && is_by(entry, *row); })) continue;
      ++entities;
      if (use && is_principal(use->principal, *row)) latest = row;
    }
    Json item = object({{"ServiceName", service_title(service)}, {"ServiceNamespace", service}, {"TotalAuthenticatedEntities", entities}});
    if (use) {
      set(item, "LastAuthenticated", use->when);
      set_text(item, "LastAuthenticatedRegion", use->region);
      if (latest) set_text(item, "LastAuthenticatedEntity", latest->arn);
    }
    if (use && job.granularity == "ACTION_LEVEL") {
      Json action = object({{"ActionName", use->operation}, {"LastAccessedTime", use->when}, {"LastAccessedRegion", use->region}});
      if (latest) set_text(action, "LastAccessedEntity", latest->arn);
      Json actions = array();
      actions.push_back(action);
      set(item, "TrackedActionsLastAccessed", actions);
    }
    items.push_back(std::move(item));
  }
  Json out = paged(call, "ServicesLastAccessed", std::move(items));
  set_text(out, "JobStatus", "COMPLETED");
  set_text(out, "JobType", job.granularity);
  set(out, "JobCreationDate", job.created);
  set(out, "JobCompletionDate", job.created);
  return out;
}

Json Iam::get_service_last_accessed_entities(const Call& call) {
  const JobRow& job = get_access_job(call);
  std::string service = text_at(call.input, "ServiceNamespace");
  std::vector<Json> items;
  for (const EntityRow* row : subjects_of(call, job.arn)) {
    bool role = row->id.starts_with("AROA");
    Json item = object({{"EntityInfo", object({{"Arn", row->arn}, {"Name", row->name}, {"Type", role ? "ROLE" : "USER"}, {"Id", row->id}, {"Path", row->path}})}});
    auto use = last_use(aws_.journal(), [&](const CallEntry& entry) { return service_namespace(entry.service) == service && is_by(entry, *row); });
    if (use) set(item, "LastAuthenticated", use->when);
    items.push_back(std::move(item));
  }
  Json out = paged(call, "EntityDetailsList", std::move(items));
  set_text(out, "JobStatus", "COMPLETED");
  set(out, "JobCreationDate", job.created);
  set(out, "JobCompletionDate", job.created);
  return out;
}

Json Iam::list_policies_granting_service_access(const Call& call) {
  const EntityRow& row = get_policy_source(call);
  auto entries_of = [&](const EntityRow& of, const std::string& service, Json& list) {
    const char* type = of.id.starts_with("AROA") ? "ROLE" : of.id.starts_with("AGPA") ? "GROUP" : "USER";
    for (const auto& [name, text] : of.inline_policies)
      if (speaks_of(text, service)) list.push_back(object({{"PolicyName", name}, {"PolicyType", "INLINE"}, {"EntityType", type}, {"EntityName", of.name}}));
    for (const auto& arn : of.attached)
      if (auto text = entities_.policy_document(arn); text && speaks_of(*text, service))
        list.push_back(object({{"PolicyName", arn.substr(arn.rfind('/') + 1)}, {"PolicyType", "MANAGED"}, {"PolicyArn", arn}}));
  };
  std::vector<Json> items;
  for (const auto& service : texts_at(call.input, "ServiceNamespaces")) {
    Json list = array();
    entries_of(row, service, list);
    for (const auto& name : row.groups)
      if (const EntityRow* group = entities_.groups.find(key_of(call, name))) entries_of(*group, service, list);
    items.push_back(object({{"ServiceNamespace", service}, {"Policies", list}}));
  }
  return paged(call, "PoliciesGrantingServiceAccess", std::move(items));
}

}  // namespace lambent::iam
