// Making sample events in tests: a fixed instant, a seed, overrides as people write them.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "base/text.h"
#include "events/events.h"

namespace lambent::events {

inline const TimePoint kTime = *parse_iso("2026-01-02T03:04:05.678Z");

inline Json make(const std::string& source, const std::vector<std::string>& overrides = {}, Members members = Members::known, std::uint64_t seed = 7) {
  Ids ids(seed);
  EventRequest request{.source = source, .with = {}, .time = kTime, .ids = ids, .account = "111122223333", .region = "eu-west-1"};
  request.members = members;
  for (const auto& one : overrides) request.with.push_back(override_of(one));
  const auto event = make_event(request);
  EXPECT_TRUE(event.has_value()) << source;
  return event.value_or(Json());
}

// What an override is refused with; empty if it is taken.
inline std::string refusal(const std::string& source, const std::string& override, Members members = Members::known) {
  try {
    make(source, {override}, members);
    return "";
  } catch (const OverrideError& e) {
    return e.what();
  }
}

inline std::string gunzip(const std::string& bytes) {
  std::string out(1 << 16, '\0');
  z_stream stream{};
  inflateInit2(&stream, 16 + MAX_WBITS);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

inline Json logs_data(const Json& event) { return parse_json(gunzip(base64_decode(text_at(event["awslogs"], "data")).value_or(""))); }

}  // namespace lambent::events
