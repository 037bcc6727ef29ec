#include "ipo/case/fill.h"

#include "base/text.h"
#include "ipo/case/placeholders.h"

namespace lambent::ipo {
namespace {

class Filler {
 public:
  Filler(const Value& written, Finish finish, const Lookup& lookup) : written_(written), finish_(finish), lookup_(lookup) { out_.place = written.place; }

  Value run() {
    out_.json = filled(written_.json, "", "");
    return std::move(out_);
  }

 private:
  // `was` is the pointer in what is written, `is` the one in what comes out.
  Json filled(const Json& from, const std::string& was, const std::string& is) {
    if (!is.empty())
      if (auto it = written_.places.find(was); it != written_.places.end()) out_.places[is] = it->second;
    if (from.is_string()) return text(from.get_ref<const std::string&>(), was);
    if (from.is_array()) {
      Json out = array();
      for (size_t i = 0; i < from.size(); i++) out.push_back(filled(from[i], pointer_to(was, i), pointer_to(is, i)));
      return out;
    }
    if (!from.is_object()) return from;
    if (finish_ == Finish::value && from.size() == 1)
      if (auto built = build(from.begin().key(), from.begin().value(), was, is)) return *built;
    Json out = Json::object();
    for (const auto& [key, inside] : from.items()) {
      std::string at = pointer_to(was, key), name = key;
      if (key.find('$') != std::string::npos) name = spelled(text(key, at));
      set(out, name, filled(inside, at, pointer_to(is, name)));
    }
    return out;
  }

  std::optional<Json> build(const std::string& word, const Json& of, const std::string& was, const std::string& is) {
    if (word != "$json" && word != "$base64") return std::nullopt;
    Json inside = filled(of, pointer_to(was, word), pointer_to(is, word));
    if (word == "$json") return Json(dump(inside));
    return Json(base64_encode(spelled(inside)));
  }

  Json text(const std::string& from, const std::string& pointer) {
    Pieces pieces = pieces_of(from);
    if (!pieces.any()) return finished(from, finish_);
    const Place& place = written_.place_of(pointer);
    if (pieces.whole()) {
      const Json* value = lookup_ ? lookup_(pieces.list[0].text, place) : nullptr;
      if (!value) return nullptr;
      return finish_ == Finish::matcher ? json_as_matcher(*value) : *value;
    }
    std::string out;
    bool first = true;
    for (const auto& piece : pieces.list) {
      if (!piece.name) {
        out += first ? finished(piece.text, finish_) : value_text(piece.text);
      } else if (const Json* value = lookup_ ? lookup_(piece.text, place) : nullptr) {
        out += spelled(*value);
        if (first && finish_ == Finish::matcher && out.starts_with('$')) out.insert(0, 1, '$');
      }
      first = false;
    }
    return out;
  }

  const Value& written_;
  const Finish finish_;
  const Lookup& lookup_;
  Value out_;
};

}  // namespace

Value fill_value(const Value& written, Finish finish, const Lookup& lookup) { return Filler(written, finish, lookup).run(); }

std::string fill_text(const std::string& written, const Place& place, const Lookup& lookup) {
  if (written.find('$') == std::string::npos) return written;
  Value value;
  value.json = written;
  value.place = place;
  return spelled(fill_value(value, Finish::value, lookup).json);
}

}  // namespace lambent::ipo
