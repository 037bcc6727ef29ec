// AWS::Serverless::Function, AWS::Lambda::Function and AWS::Lambda::Permission.
#include "base/text.h"
#include "config/reader.h"

namespace lambent::config {
namespace {

namespace fs = std::filesystem;

// Inline code has one file, which its runtime names.
std::string inline_file(const std::string& runtime) {
  if (runtime.starts_with("python")) return "index.py";
  return runtime.starts_with("nodejs") ? "index.js" : "";
}

}  // namespace

void Reader::code_at(const Node& where, FunctionModel& function) {
  if (where.is(Node::Kind::map)) {
    diagnostics_.error(where.place, "code in a bucket is not emulated", "give a folder or a .zip file");
    return;
  }
  if (!where.is(Node::Kind::text)) return;
  if (where.text.starts_with("s3://") || where.text.starts_with("https://")) {
    diagnostics_.error(where.place, "code at " + printable(where.text) + " is not emulated", "give a folder or a .zip file");
    return;
  }
  std::error_code ec;
  fs::path path = (folder_ / where.text).lexically_normal();
  out_.sources.push_back(path.string());
  if (fs::is_directory(path, ec)) {
    function.folder = path.string();
  } else if (fs::is_regular_file(path, ec) && path.extension() == ".zip") {
    function.zip_file = path.string();
  } else if (fs::exists(path, ec)) {
    diagnostics_.error(where.place, printable(path.string()) + " is neither a folder nor a .zip file");
  } else {
    diagnostics_.error(where.place, "there is no " + printable(path.string()), "the code must be built before it is served");
  }
}

void Reader::function_settings(Properties& p, FunctionModel& f) {
  f.handler = p.must_text("Handler");
  f.runtime = p.must_text("Runtime");
  f.description = p.text("Description");
  f.timeout = p.integer("Timeout").value_or(3);
  f.memory = p.integer("MemorySize").value_or(128);
  f.reserved_concurrency = p.integer("ReservedConcurrentExecutions");
  if (const Node* environment = p.map("Environment")) {
    Properties inside(*environment, "Environment", diagnostics_);
    f.environment = inside.text_map("Variables");
    inside.done();
  }
  p.without_effect({"Architectures", "Tracing", "TracingConfig", "SnapStart"});
  p.refuse({"PackageType", "ImageUri", "ImageConfig", "Layers", "VpcConfig", "FileSystemConfigs", "KmsKeyArn", "EphemeralStorage", "RuntimeManagementConfig",
            "CodeSigningConfigArn", "LoggingConfig", "RecursiveLoop"});
}

void Reader::serverless_function(const Resource& resource) {
  Node given = properties(resource, "Function");
  Properties p(given, resource.type, diagnostics_);
  FunctionModel f;
  f.id = resource.id;
  f.place = resource.place;
  f.name = p.text("FunctionName", resource.id);
  function_settings(p, f);
  f.tags = p.text_map("Tags");
  f.role = made_role(resource, p, "lambda.amazonaws.com", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
  const Node* code = p.any("InlineCode") ? nullptr : p.any("CodeUri", Need::must);
  if (code) code_at(*code, f);
  if (auto text = p.find_text("InlineCode")) {
    f.inline_code = *text;
    f.inline_file = inline_file(f.runtime);
    if (f.inline_file.empty()) diagnostics_.error(p.place_of("InlineCode"), "InlineCode is for Python and Node runtimes");
    p.ignore({"CodeUri"});
  }
  const Node* events = p.map("Events");
  p.refuse({"AutoPublishAlias", "AutoPublishCodeSha256", "AutoPublishAliasAllProperties", "DeadLetterQueue", "DeploymentPreference", "EventInvokeConfig",
            "FunctionUrlConfig", "ProvisionedConcurrencyConfig", "VersionDescription", "PropagateTags", "VersionDeletionPolicy"});
  p.done();
  if (events) events_of(*events, f);
  out_.functions.push_back(std::move(f));
}

void Reader::lambda_function(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  FunctionModel f;
  f.id = resource.id;
  f.place = resource.place;
  f.name = p.text("FunctionName", resource.id);
  function_settings(p, f);
  f.tags = p.tag_list("Tags");
  f.role = p.must_text("Role");
  const Node* code = p.any("Code", Need::must);
  if (code && code->is(Node::Kind::map)) {
    Properties inside(*code, "Code", diagnostics_);
    if (auto text = inside.find_text("ZipFile")) {
      f.inline_code = *text;
      f.inline_file = inline_file(f.runtime);
      if (f.inline_file.empty()) diagnostics_.error(inside.place_of("ZipFile"), "ZipFile holds source text, which only Python and Node runtimes take");
    }
    auto key = inside.find_text("S3Key");
    if (auto bucket = inside.find_text("S3Bucket")) {
      if (*bucket == "hot-reload" && key)
        code_at(text_node(*key, inside.place_of("S3Key")), f);
      else
        diagnostics_.error(inside.place_of("S3Bucket"), "code in a bucket is not emulated", "give a folder or a .zip file as Code");
    }
    inside.refuse({"ImageUri", "S3ObjectVersion", "SourceKMSKeyArn"});
    inside.done();
  } else if (code) {
    code_at(*code, f);  // a local path, as `aws cloudformation package` takes it
  }
  p.refuse({"DeadLetterConfig"});
  p.done();
  out_.functions.push_back(std::move(f));
}

void Reader::permission(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  PermissionModel permission;
  permission.place = resource.place;
  permission.statement_id = resource.id;
  permission.function = p.must_text("FunctionName");
  permission.action = p.must_text("Action");
  permission.principal = p.must_text("Principal");
  permission.source_arn = p.text("SourceArn");
  permission.source_account = p.text("SourceAccount");
  p.refuse({"EventSourceToken", "FunctionUrlAuthType", "PrincipalOrgID", "InvokedViaFunctionUrl"});
  p.done();
  out_.permissions.push_back(std::move(permission));
}

}  // namespace lambent::config
