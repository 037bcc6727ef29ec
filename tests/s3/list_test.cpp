// Lists of objects: order, prefixes, delimiters, pages, codings.
#include "tests/s3/world.h"

namespace lambent::s3 {
namespace {

struct Lists : testing::Test {
  World w;
  Lists() {
    w.make("abc");
    w.make("abc-neighbour");
    for (const char* key : {"a", "photos/2024/a.jpg", "photos/2024/b.jpg", "photos/2025/c.jpg", "photos.txt", "z"}) w.put("abc", key, "12");
    w.put("abc-neighbour", "n", "x");
  }
  Json list(Json more, const char* operation = "ListObjectsV2") {
    more["Bucket"] = "abc";
    return w.call(operation, std::move(more));
  }
  // All pages of so many entries, joined with "|".
  std::string pages(int most, Json more) {
    std::string out;
    for (int i = 0; i < 20; ++i) {
      more["MaxKeys"] = most;
      Json page = list(more);
      EXPECT_EQ(int_at(page, "KeyCount"), static_cast<std::int64_t>(page.value("Contents", Json::array()).size() + page.value("CommonPrefixes", Json::array()).size()));
      out += (i ? "|" : "") + w.keys(page);
      if (!bool_at(page, "IsTruncated")) return out;
      more["ContinuationToken"] = text_at(page, "NextContinuationToken");
    }
    return "no end: " + out;
  }
};

TEST_F(Lists, AreInTheOrderOfBytes) {
  Json all = list(Json::object());
  EXPECT_EQ(w.keys(all), "a photos.txt photos/2024/a.jpg photos/2024/b.jpg photos/2025/c.jpg z");
  EXPECT_EQ(int_at(all, "MaxKeys"), 1000);
  EXPECT_FALSE(bool_at(all, "IsTruncated"));
  const Json& first = all["Contents"][0];
  EXPECT_EQ(int_at(first, "Size"), 2);
  EXPECT_EQ(text_at(first, "StorageClass"), "STANDARD");
  EXPECT_FALSE(has(first, "Owner"));
  EXPECT_TRUE(has(list(object({{"FetchOwner", true}}))["Contents"][0], "Owner"));
}

TEST_F(Lists, PrefixAndDelimiterMakeFolders) {
  EXPECT_EQ(w.keys(list(object({{"Delimiter", "/"}}))), "a photos.txt z photos/");
  EXPECT_EQ(w.keys(list(object({{"Delimiter", "/"}, {"Prefix", "photos/"}}))), "photos/2024/ photos/2025/");
  EXPECT_EQ(w.keys(list(object({{"Delimiter", "/"}, {"Prefix", "photos/2024/"}}))), "photos/2024/a.jpg photos/2024/b.jpg");
  EXPECT_EQ(w.keys(list(object({{"Prefix", "photos/2"}}))), "photos/2024/a.jpg photos/2024/b.jpg photos/2025/c.jpg");
  EXPECT_EQ(w.keys(list(object({{"Prefix", "nothing"}}))), "");
  EXPECT_EQ(w.keys(list(object({{"Delimiter", "24/"}}))), "a photos.txt photos/2025/c.jpg z photos/2024/");
}

TEST_F(Lists, PagesGoOnWhereTheLastOneEnded) {
  EXPECT_EQ(pages(2, Json::object()), "a photos.txt|photos/2024/a.jpg photos/2024/b.jpg|photos/2025/c.jpg z");
  EXPECT_EQ(pages(1, object({{"Delimiter", "/"}})), "a|photos.txt|photos/|z");
  EXPECT_EQ(pages(3, object({{"Delimiter", "/"}})), "a photos.txt photos/|z");
  EXPECT_EQ(pages(1, object({{"Delimiter", "/"}, {"Prefix", "photos/"}})), "photos/2024/|photos/2025/");
  EXPECT_EQ(w.keys(list(object({{"StartAfter", "photos/2024/a.jpg"}}))), "photos/2024/b.jpg photos/2025/c.jpg z");
  EXPECT_EQ(w.keys(list(object({{"StartAfter", "photos/2025/c.jpg"}, {"Delimiter", "/"}}))), "z") << "nothing of the folder is left";
  EXPECT_EQ(w.keys(list(object({{"StartAfter", "A"}, {"Prefix", "z"}}))), "z");
  Json none = list(object({{"MaxKeys", 0}}));
  EXPECT_EQ(w.keys(none), "");
  EXPECT_FALSE(bool_at(none, "IsTruncated"));
  list(object({{"MaxKeys", -1}}));
  EXPECT_EQ(w.fault(), "InvalidArgument: Argument maxKeys must be an integer between 0 and 2147483647");
  list(object({{"ContinuationToken", "abc"}}));
  EXPECT_EQ(w.fault(), "InvalidArgument: The continuation token provided is incorrect");
}

TEST_F(Lists, TheOlderOperationGoesOnFromMarkers) {
  Json page = list(object({{"MaxKeys", 3}, {"Delimiter", "/"}}), "ListObjects");
  EXPECT_EQ(w.keys(page), "a photos.txt photos/");
  EXPECT_EQ(text_at(page, "NextMarker"), "photos/");
  page = list(object({{"Delimiter", "/"}, {"Marker", "photos/"}}), "ListObjects");
  EXPECT_EQ(w.keys(page), "z");
  EXPECT_TRUE(has(page["Contents"][0], "Owner"));
  page = list(object({{"MaxKeys", 1}}), "ListObjects");
  EXPECT_FALSE(has(page, "NextMarker")) << "without a delimiter the last key is the marker";
  EXPECT_EQ(w.keys(list(object({{"Marker", "a"}, {"MaxKeys", 1}}), "ListObjects")), "photos.txt");
}

TEST_F(Lists, KeysCanBeCoded) {
  w.put("abc", "q/a b+\x01&", "x");
  Json coded = list(object({{"EncodingType", "url"}, {"Prefix", "q/a "}}));
  EXPECT_EQ(w.keys(coded), "q/a%20b%2B%01%26");
  EXPECT_EQ(text_at(coded, "Prefix"), "q/a%20");
  EXPECT_EQ(text_at(coded, "EncodingType"), "url");
  list(object({{"EncodingType", "hex"}}));
  EXPECT_EQ(w.fault(), "InvalidArgument: Invalid Encoding Method specified in Request");
}

TEST_F(Lists, AFolderOfManyKeysIsOneStep) {
  w.make("many");
  for (int i = 0; i < 3000; ++i) w.put("many", "f/" + std::to_string(i), "");
  w.put("many", "g", "");
  EXPECT_EQ(w.keys(w.call("ListObjectsV2", object({{"Bucket", "many"}, {"Delimiter", "/"}}))), "g f/");
  Json page = w.call("ListObjectsV2", object({{"Bucket", "many"}, {"MaxKeys", 5000}}));
  EXPECT_EQ(page["Contents"].size(), 1000u);
  EXPECT_EQ(int_at(page, "MaxKeys"), 1000);
  EXPECT_TRUE(bool_at(page, "IsTruncated"));
}

}  // namespace
}  // namespace lambent::s3
