#include "mocks/sqs/rows.h"

#include "base/text.h"

namespace lambent::sqs {
namespace {

// Bytes in a JSON text: what is not UTF-8 would not come back.
Json attributes_to_json(const Json& attributes) {
  Json out = attributes;
  for (auto& [name, value] : out.items())
    if (auto bytes = find_text(value, "BinaryValue")) set_text(value, "BinaryValue", base64_encode(*bytes));
  return out;
}

Json attributes_from_json(Json stored) {
  for (auto& [name, value] : stored.items())
    if (auto text = find_text(value, "BinaryValue")) set_text(value, "BinaryValue", base64_decode(*text).value_or(""));
  return stored;
}

std::optional<Redrive> redrive_of(const std::string& text) {
  auto given = text.empty() ? std::nullopt : try_parse_json(text);
  if (!given) return std::nullopt;
  const Json* count = find(*given, "maxReceiveCount");
  return Redrive{text_at(*given, "deadLetterTargetArn"),
                 count && count->is_string() ? std::stoll(count->get<std::string>()) : int_at(*given, "maxReceiveCount")};
}

Json settings_to_json(const Settings& s) {
  return object({{"delay", s.delay}, {"visibility", s.visibility}, {"retention", s.retention}, {"wait", s.wait}, {"largest", s.largest},
                 {"fifo", s.fifo}, {"contentDedup", s.content_dedup}, {"dedupScope", s.dedup_scope}, {"throughput", s.throughput},
                 {"policy", s.policy}, {"redrive", s.redrive_text}, {"allow", s.allow_text}, {"kmsKey", s.kms_key}, {"kmsReuse", s.kms_reuse},
                 {"managedSse", s.managed_sse}});
}

Settings settings_from_json(const Json& j) {
  Settings s;
  s.delay = int_at(j, "delay");
  s.visibility = int_at(j, "visibility", s.visibility);
  s.retention = int_at(j, "retention", s.retention);
  s.wait = int_at(j, "wait");
  s.largest = int_at(j, "largest", s.largest);
  s.fifo = bool_at(j, "fifo");
  s.content_dedup = bool_at(j, "contentDedup");
  s.dedup_scope = text_at(j, "dedupScope", s.dedup_scope);
  s.throughput = text_at(j, "throughput", s.throughput);
  s.policy = text_at(j, "policy");
  s.redrive_text = text_at(j, "redrive");
  s.redrive = redrive_of(s.redrive_text);
  s.allow_text = text_at(j, "allow");
  s.kms_key = text_at(j, "kmsKey");
  s.kms_reuse = int_at(j, "kmsReuse", s.kms_reuse);
  s.managed_sse = bool_at(j, "managedSse", true);
  return s;
}

}  // namespace

Json QueueRow::to_json() const {
  Json shown = Json::object();
  for (const auto& [key, value] : tags) shown[key] = value;
  return object({{"id", id}, {"settings", settings_to_json(settings)}, {"tags", shown}, {"created", created_ms}, {"modified", modified_ms},
                 {"purged", purged_ms}, {"purgedBefore", purged_before}});
}

QueueRow QueueRow::from_json(const Json& j) {
  QueueRow r;
  r.id = text_at(j, "id");
  if (const Json* s = find(j, "settings")) r.settings = settings_from_json(*s);
  if (const Json* given = find(j, "tags"))
    for (const auto& [key, value] : given->items()) r.tags[key] = value.get<std::string>();
  r.created_ms = int_at(j, "created");
  r.modified_ms = int_at(j, "modified");
  r.purged_ms = int_at(j, "purged");
  r.purged_before = static_cast<std::uint64_t>(int_at(j, "purgedBefore"));
  return r;
}

Json DeletedRow::to_json() const { return object({{"at", at_ms}}); }
DeletedRow DeletedRow::from_json(const Json& j) { return {int_at(j, "at")}; }

Json MessageRow::to_json() const {
  return object({{"id", id}, {"body", body}, {"attributes", attributes_to_json(attributes)}, {"trace", trace}, {"sender", sender},
                 {"group", group}, {"dedup", dedup}, {"sequence", sequence}, {"deadLetterSource", dead_letter_source}});
}

MessageRow MessageRow::from_json(const Json& j) {
  MessageRow r;
  r.id = text_at(j, "id");
  r.body = text_at(j, "body");
  if (const Json* a = find(j, "attributes")) r.attributes = attributes_from_json(*a);
  r.trace = text_at(j, "trace");
  r.sender = text_at(j, "sender");
  r.group = text_at(j, "group");
  r.dedup = text_at(j, "dedup");
  r.sequence = text_at(j, "sequence");
  r.dead_letter_source = text_at(j, "deadLetterSource");
  return r;
}

Json DeliveryRow::to_json() const {
  return object({{"sent", sent_ms}, {"due", due_ms}, {"receives", receives}, {"first", first_received_ms}, {"last", last_received_ms},
                 {"receipt", receipt}});
}

DeliveryRow DeliveryRow::from_json(const Json& j) {
  return {int_at(j, "sent"), int_at(j, "due"), int_at(j, "receives"), int_at(j, "first"), int_at(j, "last"), text_at(j, "receipt")};
}

Json DedupRow::to_json() const { return object({{"message", message_id}, {"sequence", sequence}, {"at", at_ms}}); }
DedupRow DedupRow::from_json(const Json& j) { return {text_at(j, "message"), text_at(j, "sequence"), int_at(j, "at")}; }

Json MoveRow::to_json() const {
  return object({{"id", id}, {"source", source}, {"destination", destination}, {"status", status}, {"failure", failure}, {"rate", rate},
                 {"moved", moved}, {"toMove", to_move}, {"started", started_ms}});
}

MoveRow MoveRow::from_json(const Json& j) {
  return {text_at(j, "id"), text_at(j, "source"), text_at(j, "destination"), text_at(j, "status"), text_at(j, "failure"),
          int_at(j, "rate"), int_at(j, "moved"), int_at(j, "toMove"), int_at(j, "started")};
}

}  // namespace lambent::sqs
