// Checksums of object storage, by the check values of their definitions (of "123456789").
#include "base/checksums.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace lambent {
namespace {

TEST(Checksums, HaveTheirCheckValues) {
  EXPECT_EQ(crc32c_of("123456789"), 0xE3069283u);
  EXPECT_EQ(crc64nvme_of("123456789"), 0xAE8B14860A799888ull);
  EXPECT_EQ(crc32c_of(""), 0u);
  EXPECT_EQ(crc64nvme_of(""), 0ull);
}

TEST(Checksums, AreNamedAsS3NamesThem) {
  EXPECT_EQ(hex_encode(checksum_of("CRC32", "123456789").value()), "cbf43926");
  EXPECT_EQ(hex_encode(checksum_of("CRC32C", "123456789").value()), "e3069283");
  EXPECT_EQ(hex_encode(checksum_of("CRC64NVME", "123456789").value()), "ae8b14860a799888");
  EXPECT_EQ(hex_encode(checksum_of("SHA1", "abc").value()), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(checksum_of("SHA256", "abc").value().size(), 32u);
  EXPECT_EQ(checksum_of("SHA512", "abc").value().size(), 64u);
  EXPECT_EQ(hex_encode(checksum_of("MD5", "abc").value()), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_FALSE(checksum_of("XXHASH64", "abc"));
}

}  // namespace
}  // namespace lambent
