#include "mocks/s3/copy_source.h"

#include "base/text.h"
#include "mocks/s3/faults.h"

namespace lambent::s3 {

std::optional<CopySource> parse_copy_source(const std::string& text) {
  std::string_view rest = text;
  CopySource out;
  if (auto mark = rest.rfind("?versionId="); mark != std::string_view::npos) {
    out.version = percent_decode(rest.substr(mark + 11));
    rest = rest.substr(0, mark);
  }
  std::string path = percent_decode(rest);
  if (path.starts_with('/')) path.erase(0, 1);
  auto slash = path.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == path.size()) return std::nullopt;
  out.bucket = path.substr(0, slash);
  out.key = path.substr(slash + 1);
  return out;
}

CopySource read_copy_source(const std::string& text) {
  auto out = parse_copy_source(text);
  if (!out) throw invalid_argument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source", text);
  if (!out->version.empty() && out->version != "null") throw invalid_argument("Invalid version id specified", "x-amz-copy-source", text);
  return std::move(*out);
}

}  // namespace lambent::s3
