#include "mocks/s3/rows.h"

#include "base/text.h"

namespace lambent::s3 {
namespace {

// Keys and metadata may hold bytes that are no UTF-8, which a JSON text cannot.
std::string stored(const std::string& text) { return valid_utf8(text) ? "t" + text : "b" + base64_encode(text); }
std::string unstored(const std::string& text) {
  if (text.starts_with('b')) return base64_decode(std::string_view(text).substr(1)).value_or("");
  return text.empty() ? "" : text.substr(1);
}

Json texts_to_json(const Texts& texts) {
  Json out = Json::object();
  for (const auto& [name, value] : texts) out[name] = stored(value);
  return out;
}

Texts texts_from_json(const Json& j, std::string_view key) {
  Texts out;
  if (const Json* given = find(j, key))
    for (const auto& [name, value] : given->items()) out[name] = unstored(value.get<std::string>());
  return out;
}

template <class Row>
Row row_at(const Json& j, std::string_view key) {
  const Json* given = find(j, key);
  return given ? Row::from_json(*given) : Row();
}

std::uint64_t size_at(const Json& j) { return static_cast<std::uint64_t>(int_at(j, "size")); }

}  // namespace

Json BucketRow::to_json() const { return object({{"region", region}, {"created", created_ms}, {"policy", policy}, {"tags", texts_to_json(tags)}}); }

BucketRow BucketRow::from_json(const Json& j) { return {text_at(j, "region"), int_at(j, "created"), text_at(j, "policy"), texts_from_json(j, "tags")}; }

Json Checksum::to_json() const { return object({{"algorithm", algorithm}, {"value", value}, {"composite", composite}}); }

Checksum Checksum::from_json(const Json& j) { return {text_at(j, "algorithm"), text_at(j, "value"), bool_at(j, "composite")}; }

Json Traits::to_json() const {
  return object({{"headers", texts_to_json(headers)}, {"metadata", texts_to_json(metadata)}, {"tags", texts_to_json(tags)}, {"storageClass", storage_class}});
}

Traits Traits::from_json(const Json& j) {
  return {texts_from_json(j, "headers"), texts_from_json(j, "metadata"), texts_from_json(j, "tags"), text_at(j, "storageClass", "STANDARD")};
}

Json PartRow::to_json() const {
  return object({{"bytes", bytes}, {"size", size}, {"modified", modified_ms}, {"etag", etag}, {"checksum", checksum.to_json()}});
}

PartRow PartRow::from_json(const Json& j) {
  return {text_at(j, "bytes"), size_at(j), int_at(j, "modified"), text_at(j, "etag"), row_at<Checksum>(j, "checksum")};
}

Json ObjectRow::to_json() const {
  Json list = array();
  for (const auto& [number, part] : parts) list.push_back(object({{"number", number}, {"part", part.to_json()}}));
  return object({{"bytes", bytes}, {"size", size}, {"modified", modified_ms}, {"etag", etag}, {"checksum", checksum.to_json()},
                 {"traits", traits.to_json()}, {"parts", std::move(list)}});
}

ObjectRow ObjectRow::from_json(const Json& j) {
  ObjectRow out{text_at(j, "bytes"), size_at(j), int_at(j, "modified"), text_at(j, "etag"), row_at<Checksum>(j, "checksum"), row_at<Traits>(j, "traits"), {}};
  if (const Json* list = find(j, "parts"))
    for (const auto& one : *list) out.parts.emplace_back(static_cast<int>(int_at(one, "number")), row_at<PartRow>(one, "part"));
  return out;
}

Json UploadRow::to_json() const {
  return object({{"key", stored(key)}, {"started", started_ms}, {"initiator", initiator}, {"traits", traits.to_json()}, {"checksum", checksum.to_json()}});
}

UploadRow UploadRow::from_json(const Json& j) {
  return {unstored(text_at(j, "key")), int_at(j, "started"), text_at(j, "initiator"), row_at<Traits>(j, "traits"), row_at<Checksum>(j, "checksum")};
}

Json BytesRow::to_json() const { return object({{"bytes", base64_encode(bytes)}}); }

BytesRow BytesRow::from_json(const Json& j) { return {base64_decode(text_at(j, "bytes")).value_or("")}; }

}  // namespace lambent::s3
