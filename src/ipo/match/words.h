// The functions behind the tables of words.cpp, by kind. Internal to src/ipo/match.
#pragma once
#include "ipo/match/compiler.h"

namespace lambent::ipo {

// words_shape.cpp
NodePtr make_any(const Json& source, const std::string& place, Compiler& compiler);
NodePtr make_absent(const Json& source, const std::string& place, Compiler& compiler);
NodePtr make_null(const Json& source, const std::string& place, Compiler& compiler);
NodePtr make_uuid(const Json& source, const std::string& place, Compiler& compiler);
NodePtr make_arn(const Json& source, const std::string& place, Compiler& compiler);
NodePtr make_type(const Argument& argument, Compiler& compiler);
// words_time.cpp
NodePtr make_iso(const Json& source, const std::string& place, Compiler& compiler);
NodePtr make_epoch(const Json& source, const std::string& place, Compiler& compiler);
NodePtr make_now(const Json& source, const std::string& place, Compiler& compiler);
NodePtr make_time(const Argument& argument, Compiler& compiler);
// words_text.cpp
NodePtr make_regex(const Argument& argument, Compiler& compiler);
NodePtr make_glob(const Argument& argument, Compiler& compiler);
NodePtr make_starts(const Argument& argument, Compiler& compiler);
NodePtr make_ends(const Argument& argument, Compiler& compiler);
// words_list.cpp
NodePtr make_contains(const Argument& argument, Compiler& compiler);
NodePtr make_unordered(const Argument& argument, Compiler& compiler);
NodePtr make_each(const Argument& argument, Compiler& compiler);
NodePtr make_len(const Argument& argument, Compiler& compiler);
// words_order.cpp
NodePtr make_less(const Argument& argument, Compiler& compiler);
NodePtr make_at_most(const Argument& argument, Compiler& compiler);
NodePtr make_more(const Argument& argument, Compiler& compiler);
NodePtr make_at_least(const Argument& argument, Compiler& compiler);
NodePtr make_between(const Argument& argument, Compiler& compiler);
NodePtr make_about(const Argument& argument, Compiler& compiler);
// words_logic.cpp
NodePtr make_one_of(const Argument& argument, Compiler& compiler);
NodePtr make_all(const Argument& argument, Compiler& compiler);
NodePtr make_not(const Argument& argument, Compiler& compiler);
NodePtr make_bind(const Argument& argument, Compiler& compiler);
// words_decode.cpp
NodePtr make_json(const Argument& argument, Compiler& compiler);
NodePtr make_base64(const Argument& argument, Compiler& compiler);
NodePtr make_gzip(const Argument& argument, Compiler& compiler);
// words_query.cpp
NodePtr make_path(const Argument& argument, Compiler& compiler);
NodePtr make_schema(const Argument& argument, Compiler& compiler);
NodePtr make_event(const Argument& argument, Compiler& compiler);
// words_html.cpp
NodePtr make_html(const Argument& argument, Compiler& compiler);

}  // namespace lambent::ipo
