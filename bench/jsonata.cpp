// Evaluations per second of JSONata on one core, for each expression of a file; one JSON line each. `rate` is with the
// bindings read once, as a state does for its many expressions; `fresh` reads $states anew for every evaluation.
//
//   build/release/bench_jsonata bench/states/expressions.json [SECONDS]
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/files.h"
#include "mocks/states/jsonata/jsonata.h"

using namespace lambent;
using namespace lambent::states::jsonata;

namespace {

template <class Run>
double rate(double seconds, const Run& run) {
  const auto began = std::chrono::steady_clock::now();
  for (size_t count = 0;;) {
    for (int i = 0; i < 100; ++i, ++count) run();
    const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (took >= seconds) return static_cast<double>(count) / took;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_jsonata FILE [SECONDS]\n");
    return 2;
  }
  const Json file = parse_json(read_file(argv[1]));
  const double seconds = argc > 2 ? std::atof(argv[2]) : 1;
  Ids chance(1);
  const World world{1764000000000, chance};
  for (const auto& one : file["expressions"]) {
    const auto expression = Expression::parse(text_at(one, "text"));
    Bindings bindings;
    bindings.set("states", file["states"]);
    const auto run = [&] { return expression.evaluate(std::nullopt, bindings, {}, world); };
    const auto fresh = [&] {
      Bindings own;
      own.set("states", file["states"]);
      return expression.evaluate(std::nullopt, own, {}, world);
    };
    const std::string result = dump(run().value);
    const double with_bindings = rate(seconds, run), alone = rate(seconds, fresh);
    std::printf("%s\n", dump(object({{"name", one["name"]}, {"rate", with_bindings}, {"fresh", alone}, {"result", result}})).c_str());
  }
}
