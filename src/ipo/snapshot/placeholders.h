// Names for ids, so that two runs with other ids give the same text: the same id has the same name wherever it stands.
//
//   Placeholders ids;
//   ids.name("6f0c…", "message-id")   // "<message-id:1>"
//   ids.name("6f0c…", "uuid")         // "<message-id:1>": the first use decides the kind
//
// ids.replaced(text) finds ids by their look: UUIDs, message ids of SES, executions, role sessions, access keys, IAM ids,
// session tokens, traces, log streams, API ids in hosts and ARNs, MIME boundaries.
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace lambent::ipo {

class Placeholders {
 public:
  enum class Numbers { counted, none };  // none: "<uuid>", for comparing what is the same but for its ids
  explicit Placeholders(Numbers numbers = Numbers::counted) : numbers_(numbers) {}

  std::string name(const std::string& id, std::string_view kind);

  // `kind` is for an id that is the whole text; empty: as it looks.
  std::string replaced(std::string text, std::string_view kind = "");

 private:
  std::string replace_known(std::string text) const;

  const Numbers numbers_;
  std::map<std::string, std::string, std::less<>> names_;
  std::map<std::string, int, std::less<>> counts_;
};

// The kind that the key of a member tells of its id: "MessageId", "x-amzn-requestid" → "message-id", "request-id"; empty
// if it tells none. `opaque`: every text there is an id, however it looks (apiId, receiptHandle, taskToken …).
struct KeyKind {
  std::string kind;
  bool opaque = false;
};
KeyKind kind_of_key(std::string_view key);

}  // namespace lambent::ipo
