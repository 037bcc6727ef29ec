// The templates of accounts, and what becomes of one with the data of a mail.
//
// A name is unique in a region; a template has at most 500 KB, a region at most 10,000 of them. Faults are worded for
// the version of the API that asks. AWS source: SES developer guide, "Using templates to send personalized email".
#pragma once
#include "aws/aws.h"
#include "base/table.h"
#include "mocks/ses/dialect.h"
#include "mocks/ses/template_rows.h"

namespace lambent::ses {

class Templates {
 public:
  explicit Templates(Aws& aws) : aws_(aws), rows_(aws.store(), "ses.templates") {}

  const TemplateRow* find(const Scope& scope, const std::string& name) const { return rows_.find(scope_key(scope, name)); }
  const TemplateRow& get(const Scope& scope, const std::string& name, Dialect dialect) const;  // throws if there is none
  void create(const Scope& scope, TemplateRow row, Dialect dialect);
  void update(const Scope& scope, const TemplateRow& row, Dialect dialect);  // content only
  void set_tags(const Scope& scope, const std::string& name, const std::map<std::string, std::string>& tags) {
    rows_.update(scope_key(scope, name), [&](TemplateRow& row) { row.tags = tags; });
  }
  bool erase(const Scope& scope, const std::string& name) { return rows_.erase(scope_key(scope, name)); }

  struct Page {
    std::vector<TemplateRow> rows;  // newest first
    std::string next;               // token; empty on the last page
  };
  Page list(const Scope& scope, const std::string& token, std::int64_t most) const;

  void load() { rows_.load(); }
  void reset() { rows_.clear(); }

 private:
  void check(const TemplateRow& row, Dialect dialect) const;

  Aws& aws_;
  Table<TemplateRow> rows_;
};

// The data of a template: a JSON object. Throws std::invalid_argument in SES's words.
Json read_template_data(const std::optional<std::string>& text);

// Throws handlebars::RenderError, or handlebars::SyntaxError for content that was given with the call.
TemplateContent render(const TemplateContent& content, const Json& data);

std::string template_arn(const Scope& scope, const std::string& name);

}  // namespace lambent::ses
