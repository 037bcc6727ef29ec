// Sensitive data in a text: the managed data identifiers that are emulated. Pure functions, linear in the text.
//
//   EmailAddress      an address with a domain of at least two labels
//   IpAddress         IPv4 and IPv6
//   CreditCardNumber  13 to 19 digits, blanks and hyphens between groups, a prefix of a card brand, Luhn's check digit, a
//                     keyword near; never the numbers that brands keep for tests
//   Ssn-US            ddd-dd-dddd as the Social Security Administration gives them out, a keyword near
//   PhoneNumber-US    ten digits of the North American plan, with the country code or a keyword near
//   AwsSecretKey      40 characters of a secret access key, a keyword near
//
// AWS also looks for them by machine learning; what it finds is not exactly this. A keyword is near within kNear
// characters on either side; letters of either case are alike, and a blank in it may be '_', '-' or nothing.
// AWS source: SNS developer guide, sensitive data types.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::sns {

constexpr size_t kNear = 60;

struct Detection {
  size_t start = 0, end = 0;  // bytes, the end not included
};

struct DataIdentifier {
  const char* id;  // behind "arn:aws:dataprotection::aws:data-identifier/"
  std::vector<Detection> (*find)(std::string_view text);
};

// By ARN or id; null for those that are not emulated.
const DataIdentifier* find_data_identifier(const std::string& name);

}  // namespace lambent::sns
