#include "mocks/ses/kept_mail.h"

#include "tests/ses/world.h"

namespace lambent::ses {
namespace {

MailRow mail(const std::string& id, size_t bytes) {
  MailRow out;
  out.id = id;
  out.raw = std::string(bytes, 'x');
  return out;
}

TEST(KeptMail, TheOldestGoFirst) {
  World w;
  KeptMail store(w.store, "test.mails", 10'000'000);
  for (int i = 0; i < 10'000; ++i) store.put(kScope, mail("m" + std::to_string(i), 9'000));
  EXPECT_LE(store.bytes(), 10'000'000u);
  EXPECT_LT(store.size(), 1100u);
  EXPECT_EQ(store.find("m0"), nullptr);
  ASSERT_NE(store.find("m9999"), nullptr);
  store.put(kScope, mail("huge", 40'000'000));
  EXPECT_EQ(store.size(), 1u) << "the newest stays, however large";
  store.clear();
  EXPECT_EQ(store.bytes(), 0u);
}

TEST(KeptMail, TenThousandSmallMailsStay) {
  World w;
  KeptMail store(w.store, "test.mails");
  for (int i = 0; i < 10'000; ++i) store.put(kScope, mail("m" + std::to_string(i), 2'000));
  EXPECT_EQ(store.size(), 10'000u);
  EXPECT_LT(store.bytes(), 40'000'000u);
}

}  // namespace
}  // namespace lambent::ses
