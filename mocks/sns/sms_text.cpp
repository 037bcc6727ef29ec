#include "mocks/sns/sms_text.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace lambent::sns {
namespace {

char32_t next_code_point(std::string_view& s) {
  auto byte = [&](size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u; };
  unsigned first = byte(0);
  size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t out = first;
  if (length > 1) out = first & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; ++i) out = (out << 6) | (byte(i) & 0x3F);
  s.remove_prefix(std::min(length, s.size()));
  return out;
}

// Septets a character takes in the GSM 03.38 alphabet; 0 if it is not in it.
size_t septets(char32_t c) {
  static constexpr std::u32string_view kBasic =
      U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
      U"abcdefghijklmnopqrstuvwxyzäöñüà";
  static constexpr std::u32string_view kExtended = U"\f^{}\\[~]|€";
  if (kBasic.find(c) != kBasic.npos) return 1;
  return kExtended.find(c) != kExtended.npos ? 2 : 0;
}

struct Length {
  size_t gsm = 0, ucs2 = 0;
  bool all_gsm = true;
};

Length length_of(std::string_view text) {
  Length out;
  while (!text.empty()) {
    char32_t c = next_code_point(text);
    size_t size = septets(c);
    out.all_gsm &= size > 0;
    out.gsm += size;
    out.ucs2 += c > 0xFFFF ? 2 : 1;
  }
  return out;
}

}  // namespace

bool is_phone_number(const std::string& text) {
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  return digits.size() >= 7 && digits.size() <= 15 && digits[0] != '0' && digits.find_first_not_of("0123456789") == digits.npos;
}

std::string with_plus(const std::string& phone) { return phone.starts_with('+') ? phone : "+" + phone; }

size_t characters(const std::string& utf8) {
  return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

size_t sms_parts(const std::string& utf8) {
  Length of = length_of(utf8);
  size_t length = of.all_gsm ? of.gsm : of.ucs2;
  size_t single = of.all_gsm ? 160 : 70, joined = of.all_gsm ? 153 : 67;
  return length <= single ? 1 : (length + joined - 1) / joined;
}

const char* sms_encoding(const std::string& utf8) { return length_of(utf8).all_gsm ? "GSM-7" : "UCS-2"; }

bool asks_to_stop(const std::string& text) {
  static constexpr std::string_view kWords[] = {"ARRET", "CANCEL", "END", "OPT-OUT", "OPTOUT", "QUIT", "REMOVE", "STOP", "TD", "UNSUBSCRIBE"};
  std::string word = upper(trim(text));
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

std::string code_message(const std::string& code, const std::string& language) {
  static constexpr std::pair<std::string_view, std::string_view> kTexts[] = {
      {"es-419", "Tu código de verificación de Amazon SNS es: "},
      {"es-ES", "Su código de verificación de Amazon SNS es: "},
      {"de-DE", "Ihr Amazon-SNS-Bestätigungscode lautet: "},
      {"fr-CA", "Votre code de vérification Amazon SNS est : "},
      {"fr-FR", "Votre code de vérification Amazon SNS est : "},
      {"it-IT", "Il codice di verifica di Amazon SNS è: "},
      {"ja-JP", "Amazon SNS の検証コード: "},
      {"pt-BR", "Seu código de verificação do Amazon SNS é: "},
      {"kr-KR", "Amazon SNS 인증 코드: "},
      {"zh-CN", "您的 Amazon SNS 验证码是："},
      {"zh-TW", "您的 Amazon SNS 驗證碼是："},
  };
  for (const auto& [tag, text] : kTexts)
    if (tag == language) return std::string(text) + code;
  return "Your Amazon SNS verification code is: " + code;
}

}  // namespace lambent::sns
