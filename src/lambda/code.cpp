#include "lambda/code.h"

#include "base/digest.h"
#include "base/files.h"
#include "base/text.h"
#include "lambda/errors.h"

namespace lambent::lambda {
namespace {

namespace fs = std::filesystem;
constexpr size_t kLargestZip = 52'428'800;

}  // namespace

Task<LambdaService::Code> LambdaService::take_code(Json source, Scope scope) {
  Code code;
  for (const char* name : {"S3ObjectVersion", "ImageUri", "SourceKMSKeyArn"})
    if (has(source, name)) throw not_emulated("lambda", std::string("code by ") + name);
  if (const auto bucket = find_text(source, "S3Bucket")) {
    const std::string key = text_at(source, "S3Key");
    if (*bucket != "hot-reload") throw not_emulated("lambda", "code from S3Bucket " + *bucket + " (use ZipFile, or S3Bucket \"hot-reload\" with a folder as S3Key)");
    std::error_code ec;
    if (!fs::path(key).is_absolute() || !fs::is_directory(key, ec))
      throw invalid_parameter("S3Key of S3Bucket hot-reload must be the absolute path of a folder: " + key);
    code.package = Package::folder;
    code.folder = key;
    code.sha256 = base64_encode(sha256(key));
    co_return code;
  }
  std::string zip = text_at(source, "ZipFile");
  if (zip.empty()) throw invalid_parameter("Please provide a source for function code.");
  if (zip.size() > kLargestZip)
    throw lambda_error("RequestEntityTooLargeException", 413, "Zipped size must be smaller than 52428800 bytes");
  code.size = static_cast<std::int64_t>(zip.size());
  code.sha256 = base64_encode(sha256(zip));
  const fs::path place = options_.work_dir / "functions" / (scope.account + "-" + aws_.ids().uuid());
  code.folder = place.string();
  code.zip = place.string() + ".zip";
  auto bytes = std::make_shared<const std::string>(std::move(zip));
  const std::string archive = code.zip;
  const Keep keep = aws_.store().durable() ? Keep::durable : Keep::scratch;
  const std::function<std::string()> unpack = [bytes, place, archive, keep]() -> std::string {
    try {
      fs::create_directories(place);
      unzip(*bytes, place, keep);
      write_file(archive, *bytes, keep);
    } catch (const ArchiveError& e) {
      fs::remove_all(place);
      return e.what();
    }
    return "";
  };
  const std::string fault = co_await workers_.run<std::string>(unpack);
  if (!fault.empty()) throw invalid_parameter("Could not unzip uploaded file. Please check your file, then try to upload again.");
  co_return code;
}

// Sandboxes that still run it keep the files they have open.
void LambdaService::drop_code(const Function& f) {
  if (f.package == Package::folder || f.code_folder.empty()) return;
  std::error_code ignored;
  fs::remove_all(f.code_folder, ignored);
  fs::remove(f.code_zip, ignored);
}

Task<HttpResponse> LambdaService::download(RouteMatch match) {
  const std::string id = match.captured["id"];
  std::string zip;
  for (const auto& [key, f] : functions_)
    if (!f.code_zip.empty() && fs::path(f.code_folder).filename() == id) zip = f.code_zip;
  if (zip.empty()) co_return HttpResponse::text(404, "no such code\n");
  const std::function<std::string()> read = [zip] { return read_file(zip); };
  HttpResponse response;
  response.body = co_await workers_.run<std::string>(read);
  response.headers.set("Content-Type", "application/zip");
  co_return response;
}

}  // namespace lambent::lambda
