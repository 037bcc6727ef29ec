// Documents IAM refuses to save, with its words, and which of several faults it names.
#include "aws/error.h"
#include "world.h"

namespace lambent::access {
namespace {

const char* const kSyntax = "Syntax errors in policy.";
const char* const kVersion = "Policy document must be version 2012-10-17 or greater.";
const char* const kLegacy = "The policy failed legacy parsing";
const char* const kActions = "Policy statement must contain actions.";
const char* const kResources = "Policy statement must contain resources.";
const char* const kVendor = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
const char* const kFully = "Resource vendor must be fully qualified and cannot contain regexes.";

std::string fault(const std::string& text, PolicyKind kind = PolicyKind::identity) {
  try {
    check_policy(text, kind);
    return "";
  } catch (const AwsError& e) {
    EXPECT_EQ(e.code(), "MalformedPolicyDocument");
    EXPECT_EQ(e.status(), 400);
    return e.message();
  }
}
std::string fault_of(const std::string& document_with_quotes, PolicyKind kind = PolicyKind::identity) { return fault(replace_all(document_with_quotes, "'", "\""), kind); }

struct Row {
  std::string given, expected;
};

TEST(Malformed, Documents) {
  const std::string good = "{'Effect':'Allow','Action':'s3:ListBucket','Resource':'arn:aws:s3:::b'}";
  for (const Row& row : std::vector<Row>{
           {"not json", kSyntax},
           {"[]", kSyntax},
           {"{'Version':'2012-10-17','Statement':" + good + "}", ""},
           {"{'Version':'2012-10-17','Id':'x','Statement':[" + good + "]}", ""},
           {"{'Statement':" + good + "}", kVersion},
           {"{'Version':'2008-10-17','Statement':" + good + "}", kVersion},
           {"{'Version':'2013-10-17','Statement':" + good + "}", kSyntax},
           {"{'Version':2012,'Statement':" + good + "}", kSyntax},
           {"{'Version':'2012-10-17'}", kSyntax},
           {"{'Version':'2012-10-17','Statement':[]}", kSyntax},
           {"{'Version':'2012-10-17','Statement':['x']}", kSyntax},
           {"{'Version':'2012-10-17','Statement':" + good + ",'Extra':'x'}", kSyntax},
           {"{'Version':'2012-10-17','Id':{},'Statement':" + good + "}", kSyntax},
           // Grammar comes before the version, and the version before the rest.
           {"{'Statement':[{'Effect':'invalid'}]}", kSyntax},
           {"{'Statement':[{'Effect':'denY','Action':'x','Resource':'y'}]}", kVersion},
       })
    EXPECT_EQ(fault_of(row.given), row.expected) << row.given;
}

// What is said of a statement made of these members.
void check(PolicyKind kind, const std::vector<Row>& rows) {
  for (const Row& row : rows) EXPECT_EQ(fault_of("{'Version':'2012-10-17','Statement':{" + row.given + "}}", kind), row.expected) << row.given;
}
std::string with_action(const std::string& action) { return "'Effect':'Allow','Resource':'*','Action':" + action; }
std::string with_resource(const std::string& resource) { return "'Effect':'Allow','Action':'s3:ListBucket','Resource':" + resource; }
std::string with_condition(const std::string& condition) { return with_action("'s3:*','Condition':" + condition); }

TEST(Malformed, Statements) {
  check(PolicyKind::identity, {
                                  {"'Effect':'Allow','Action':'s3:*','Resource':'*','Extra':'x'", kSyntax},
                                  {"'Effect':'invalid','Action':'s3:*','Resource':'*'", kSyntax},
                                  {"'Action':'s3:*','Resource':'*'", kSyntax},
                                  {"'Effect':'denY','Action':'s3:*','Resource':'*'", kLegacy},
                                  {"'Effect':'allow'", kLegacy},
                                  {"'Sid':{},'Effect':'Allow','Action':'s3:*','Resource':'*'", kSyntax},
                                  {"'Effect':'Allow'", kActions},
                                  {"'Effect':'Allow','Resource':'*'", kActions},
                                  {"'Effect':'Allow','Action':[],'Resource':'*'", kActions},
                                  {"'Effect':'Allow','Action':'s3:*'", kResources},
                                  {"'Effect':'Allow','Action':'s3:*','Resource':[]", kResources},
                                  {"'Effect':'Allow','Action':'invalid'", kVendor},
                                  {"'Effect':'Allow','Action':'s3:*','NotAction':'s3:*','Resource':'*'", kSyntax},
                                  {"'Effect':'Allow','Action':'s3:*','Resource':'*','NotResource':'*'", kSyntax},
                                  {"'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':'*'", "Policy document should not specify a principal."},
                                  {"'Effect':'Deny','NotAction':'iam:*','NotResource':'arn:aws:s3:::b'", ""},
                              });
  EXPECT_EQ(fault_of("{'Version':'2012-10-17','Statement':[{'Sid':'a','Effect':'Allow','Action':'s3:*','Resource':'*'},{'Sid':'a','Effect':'Allow'}]}"),
            "Statement IDs (SID) in a single policy must be unique.");
}

TEST(Malformed, Actions) {
  check(PolicyKind::identity, {
                                  {with_action("'invalid'"), kVendor},
                                  {with_action("''"), kVendor},
                                  {with_action("['s3:*','x']"), kVendor},
                                  {with_action("'s3:List:Bucket'"), "Actions/Condition can contain only one colon."},
                                  {with_action("'a a:ListBucket'"), "Vendor a a is not valid"},
                                  {with_action("'s*:ListBucket'"), "Vendor s* is not valid"},
                                  {with_action("{}"), kSyntax},
                                  {with_action("[[]]"), kSyntax},
                                  {with_action("5"), kSyntax},
                                  {with_action("['*','s3:Get?bject']"), ""},
                              });
}

TEST(Malformed, Resources) {
  const std::string iam_kinds =
      "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, "
      "saml-provider/, oidc-provider/, report/, access-report/.";
  check(PolicyKind::identity, {
                                  {with_resource("'invalid resource'"), "Resource invalid resource must be in ARN format or \"*\"."},
                                  {with_resource("''"), "Resource  must be in ARN format or \"*\"."},
                                  {with_resource("['*','adf']"), "Resource adf must be in ARN format or \"*\"."},
                                  {with_resource("['arn:aws:s3:::b',{}]"), kSyntax},
                                  {with_resource("{'a':'arn:aws:s3:::b'}"), kSyntax},
                                  {with_resource("'arn:error:s3:::b'"), "Partition \"error\" is not valid for resource \"arn:error:s3:::b\"."},
                                  {with_resource("'arn:error'"), "Partition \"error\" is not valid for resource \"arn:error:*:*:*:*\"."},
                                  {with_resource("'arn:aws:s3::b'"), kLegacy},
                                  {with_resource("'arn:aws::::b'"), kLegacy},
                                  {with_resource("'arn:aws'"), kFully},
                                  {with_resource("'arn:aws:s*:::b'"), kFully},
                                  {with_resource("'arn:aws:iam:us-east-1::user/b'"), "IAM resource arn:aws:iam:us-east-1::user/b cannot contain region information."},
                                  {with_resource("'arn:aws:iam:::b'"), iam_kinds},
                                  {with_resource("['arn:aws:iam::*:role/x','arn:aws:iam::1:*','arn:aws-cn:s3:::b','arn:*:*:*:*:*','arn:aws:sqs','arn:aws:sns:*']"), ""},
                                  {"'Effect':'Allow','Action':'s3:*','NotResource':'b'", "Resource b must be in ARN format or \"*\"."},
                              });
}

TEST(Malformed, Conditions) {
  check(PolicyKind::identity, {
                                  {with_condition("[]"), kSyntax},
                                  {with_condition("'a'"), kSyntax},
                                  {with_condition("{'StringEquals':'b'}"), kSyntax},
                                  {with_condition("{'StringEquals':{'a':{}}}"), kSyntax},
                                  {with_condition("{'StringEquals':{'a':null}}"), kSyntax},
                                  {with_condition("{'StringSame':{'a':'1'}}"), "Invalid Condition type : StringSame"},
                                  {with_condition("{'ForAnyValue::StringEquals':{'a':'1'}}"), "Invalid Condition type : ForAnyValue::StringEquals"},
                                  {with_condition("{'NullIfExists':{'a':'true'}}"), "Invalid Condition type : NullIfExists"},
                                  {with_condition("{'ForAllValues:StringLikeIfExists':{'a':['1',2,true]},'null':{'b':'true'}}"), ""},
                                  {with_condition("{}"), ""},
                              });
}

TEST(Malformed, TrustPolicies) {
  const std::string principal = "'Effect':'Allow','Principal':{'Service':'lambda.amazonaws.com'}";
  check(PolicyKind::trust, {
                               {principal + ",'Action':'sts:AssumeRole'", ""},
                               {principal + ",'Action':['sts:AssumeRole','STS:TagSession']", ""},
                               {principal + ",'Action':'sts:AssumeRole','Resource':'*'", "Has prohibited field Resource."},
                               {principal + ",'Action':'sts:AssumeRole','NotResource':'*'", "Has prohibited field NotResource."},
                               {"'Effect':'Allow','Action':'sts:AssumeRole'", "Missing required field Principal"},
                               {principal + ",'Action':'s3:GetObject'", "AssumeRole policy may only specify STS AssumeRole actions."},
                               {principal + ",'Action':'AssumeRole'", kVendor},
                               {principal + ",'NotPrincipal':'*','Action':'sts:AssumeRole'", kSyntax},
                               {principal, kActions},
                           });
  EXPECT_EQ(fault("{", PolicyKind::trust), "This policy contains invalid Json");
  EXPECT_EQ(fault_of("{'Version':'2008-10-17','Statement':{" + principal + ",'Action':'sts:AssumeRole'}}", PolicyKind::trust), "");
  EXPECT_EQ(fault_of("{'Statement':{" + principal + ",'Action':'sts:AssumeRole'}}", PolicyKind::trust), "");
}

TEST(Malformed, AGoodDocumentComesBackAsItWas) {
  std::string text = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}})";
  EXPECT_EQ(dump(check_policy(text, PolicyKind::identity)), text);
}

}  // namespace
}  // namespace lambent::access
