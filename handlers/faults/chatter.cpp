// Writes 10 MB to standard output, half in short lines, half in one line without an end, then answers.
#include <lambent/handler.hpp>

#include <cstdio>

static lambent::Response chatter(const lambent::Event&, const lambent::Context&) {
  constexpr std::size_t kHalf = 5 * 1024 * 1024;
  std::size_t written = 0;
  for (int n = 0; written < kHalf; ++n) written += static_cast<std::size_t>(std::printf("line %d of very many\n", n));
  const std::string block(64 * 1024, 'x');
  for (written = 0; written < kHalf; written += block.size()) std::fwrite(block.data(), 1, block.size(), stdout);
  return lambent::Response::success("\"all said\"");
}

LAMBENT_HANDLER(chatter)
