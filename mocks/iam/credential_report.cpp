// The credential report: a CSV line for the root and for each user, valid for four hours. Made at once when it is asked for.
// AWS source: IAM User Guide, "Getting credential reports for your AWS account".
#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/iam/iam.h"
#include "mocks/iam/last_use.h"

namespace lambent::iam {
namespace {

constexpr double kReportValid = 4 * 3600;
constexpr const char* kColumns =
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,"
    "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,"
    "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

std::string moment(double seconds) {
  std::string iso = iso_seconds(TimePoint(std::chrono::seconds(static_cast<std::int64_t>(seconds))));
  iso.pop_back();
  return iso + "+00:00";
}

std::string yes(bool b) { return b ? "true" : "false"; }

}  // namespace

Json Iam::generate_credential_report(const Call& call) {
  AccountRow row = account(call);
  if (row.report_made > 0 && now() - row.report_made < kReportValid) return object({{"State", "COMPLETE"}});
  std::string csv = kColumns;
  csv += "\n<root_account>," + make_arn("iam", "", call.scope.account, "root") + "," + moment(0) +
         ",not_supported,no_information,not_supported,not_supported,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";
  entities_.users.each(call.scope.account + "/", [&](const std::string&, const EntityRow& user) {
    std::vector<std::string> line{user.name, user.arn, moment(user.created)};
    const LoginProfileRow* profile = entities_.login_profiles.find(owned_prefix(user));
    std::string rotation = profile && row.max_age > 0 ? moment(profile->changed + static_cast<double>(row.max_age) * 86400) : "N/A";
    for (const auto& cell : {yes(profile), std::string(profile ? "no_information" : "N/A"), profile ? moment(profile->changed) : "N/A", rotation}) line.push_back(cell);
    bool mfa = false;
    for (const auto& [serial, device] : entities_.mfa_devices) mfa |= device.user_id == user.id;
    line.push_back(yes(mfa));
    std::vector<const KeyRow*> keys;
    for (const auto& [id, key] : entities_.keys)
      if (key.account == user.account && iequals(key.user, user.name)) keys.push_back(&key);
    for (size_t i = 0; i < 2; ++i) {
      if (i >= keys.size()) {
        for (const char* cell : {"false", "N/A", "N/A", "N/A", "N/A"}) line.emplace_back(cell);
        continue;
      }
      auto use = last_use(aws_.journal(), [&](const CallEntry& entry) { return entry.access_key == keys[i]->id; });
      for (const auto& cell : {yes(keys[i]->status == "Active"), moment(keys[i]->created), use ? moment(use->when) : "N/A", use ? use->region : "N/A", use ? use->service : "N/A"})
        line.push_back(cell);
    }
    std::vector<const SigningCertificateRow*> certificates;
    entities_.signing_certificates.each(owned_prefix(user), [&](const std::string&, const SigningCertificateRow& one) { certificates.push_back(&one); });
    for (size_t i = 0; i < 2; ++i) {
      line.push_back(yes(i < certificates.size() && certificates[i]->status == "Active"));
      line.push_back(i < certificates.size() ? moment(certificates[i]->uploaded) : "N/A");
    }
    csv += "\n" + join(line, ",");
  });
  row.report = csv;
  row.report_made = now();
  entities_.accounts.put(call.scope.account, row);
  return object({{"State", "STARTED"}, {"Description", "No report exists. Starting a new report generation task"}});
}

Json Iam::get_credential_report(const Call& call) {
  AccountRow row = account(call);
  if (row.report_made == 0) throw AwsError("ReportNotPresent", 410, "No report exists. Please call GenerateCredentialReport first.");
  if (now() - row.report_made >= kReportValid) throw AwsError("ReportExpired", 410, "The report has expired. Please call GenerateCredentialReport again.");
  return object({{"Content", row.report}, {"ReportFormat", "text/csv"}, {"GeneratedTime", row.report_made}});
}

}  // namespace lambent::iam
