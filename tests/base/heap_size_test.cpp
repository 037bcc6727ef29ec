#include "base/heap_size.h"

#include <gtest/gtest.h>

namespace lambent {
namespace {

TEST(HeapSize, BlocksAreRoundedAsTheAllocatorDoes) {
  EXPECT_EQ(heap_size(size_t{0}), 0u);
  EXPECT_EQ(heap_size(size_t{1}), 32u);
  EXPECT_EQ(heap_size(size_t{24}), 32u);
  EXPECT_EQ(heap_size(size_t{25}), 48u);
  EXPECT_EQ(heap_size(size_t{1000}), 1008u);
}

TEST(HeapSize, ShortStringsNeedNone) {
  EXPECT_EQ(heap_size(std::string("fifteen letters")), 0u);
  EXPECT_GE(heap_size(std::string(100, 'x')), 101u);
  EXPECT_EQ(heap_size(std::vector<std::string>{}), 0u);
  EXPECT_GE(heap_size(std::vector<std::string>{std::string(100, 'x')}), 101u + sizeof(std::string));
}

TEST(HeapSize, JsonCountsItsNodesNotItsTextAlone) {
  EXPECT_EQ(heap_size(Json()), 0u);
  EXPECT_EQ(heap_size(Json(17)), 0u);
  EXPECT_GE(heap_size(Json("x")), sizeof(std::string));
  Json small = Json::object();
  for (int i = 0; i < 100; ++i) small["k" + std::to_string(i)] = i;
  EXPECT_GE(heap_size(small), 100 * (sizeof(std::string) + sizeof(Json)));
  Json nested = object({{"a", small}, {"b", array()}});
  nested["b"].push_back(small);
  EXPECT_GE(heap_size(nested), 2 * 100 * (sizeof(std::string) + sizeof(Json)));
}

}  // namespace
}  // namespace lambent
