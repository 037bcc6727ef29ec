#include "mocks/states/jsonata/functions.h"

namespace lambent::states::jsonata {

Library::Library(const std::vector<const std::vector<Builtin>*>& tables) {
  for (const auto* table : tables)
    for (const auto& row : *table) entries_.insert_or_assign(row.name, Entry{row, row.signature.empty() ? Signature() : Signature::parse(row.signature)});
}

const Library::Entry* Library::find(std::string_view name) const {
  const auto it = entries_.find(name);
  return it == entries_.end() ? nullptr : &it->second;
}

const Library& standard_library() {
  static const Library library({&number_functions(), &text_functions(), &match_functions(), &encoding_functions(), &list_functions(),
                                &object_functions(), &higher_order_functions(), &time_functions()});
  return library;
}

}  // namespace lambent::states::jsonata
