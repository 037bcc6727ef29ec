// Times as AWS writes and reads them. All are UTC.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace lambent {

std::string iso_seconds(TimePoint t);       // 2026-01-02T03:04:05Z
std::string iso_millis(TimePoint t);        // 2026-01-02T03:04:05.678Z
std::string lambda_time(TimePoint t);       // 2026-01-02T03:04:05.678+0000
std::string http_date(TimePoint t);         // Fri, 02 Jan 2026 03:04:05 GMT
std::string amz_date(TimePoint t);          // 20260102T030405Z
std::string clf_time(TimePoint t);          // 02/Jan/2026:03:04:05 +0000
std::string log_stream_date(TimePoint t);   // 2026/01/02
double epoch_seconds(TimePoint t);          // with milliseconds, as AWS JSON answers write times
TimePoint from_epoch_ms(std::int64_t ms);

// RFC 3339 with 'T' and an offset or 'Z'; a fraction of up to nine digits. Nothing for anything else.
std::optional<TimePoint> parse_iso(std::string_view text);
std::optional<TimePoint> parse_amz_date(std::string_view text);   // 20260102T030405Z
std::optional<TimePoint> parse_http_date(std::string_view text);  // IMF-fixdate

std::string seconds_text(Duration d, int decimals);  // 1.50
std::string millis_text(Duration d);                 // 12.34, as Lambda's REPORT line has it

}  // namespace lambent
