// A main() for fuzz targets where there is no libFuzzer: the seeds as they are, then changed by chance, the same each time.
//
//   fuzz_policy seeds/policy                   # 2000 runs
//   fuzz_policy seeds/policy --runs 1000000 --seed 7
//   fuzz_policy crash.bin                      # one input again
//
// An input that ends the program is left in fuzz_policy.input of the working directory.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "base/ids.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size);

namespace {

constexpr size_t kLargest = 16 * 1024;
std::string input_file;

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> seeds_of(const std::string& path) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(path))
    for (const auto& entry : std::filesystem::directory_iterator(path)) files.push_back(entry.path());
  else
    files.push_back(path);
  std::sort(files.begin(), files.end());  // folders have no order
  std::vector<std::string> out;
  for (const auto& file : files) out.push_back(read(file));
  return out;
}

void run(const std::string& input) {
  std::ofstream(input_file, std::ios::binary) << input;
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

class Changer {
 public:
  Changer(const std::vector<std::string>& seeds, std::uint64_t seed) : seeds_(seeds), chance_(seed) {}

  std::string next() {
    std::string out = pick();
    for (std::uint64_t changes = 1 + below(6); changes > 0; --changes) change(out);
    out.resize(std::min(out.size(), kLargest));
    return out;
  }

 private:
  std::uint64_t below(std::uint64_t n) { return n == 0 ? 0 : chance_.number() % n; }
  const std::string& pick() { return seeds_[below(seeds_.size())]; }

  void change(std::string& text) {
    const size_t at = below(text.size() + 1), length = std::min<size_t>(below(24), text.size() - at);
    const std::string part = text.substr(at, length);
    static constexpr char kSharp[] = "\"'{}[]()$*?\\:,/%&=;#@|<>-+0\n\r\t \0\xff\xc3\xed\xf0";
    switch (below(7)) {
      case 0: text.erase(at, length); break;
      case 1: text.insert(at, part); break;
      case 2: text.insert(below(text.size() + 1), part); break;
      case 3: text.insert(at, 1, kSharp[below(sizeof kSharp - 1)]); break;
      case 4:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 5: {
        const std::string& other = pick();
        const size_t from = below(other.size() + 1);
        text.replace(at, length, other, from, below(64));
        break;
      }
      case 6: text.insert(at, std::string(1 + below(40), at < text.size() ? text[at] : '[')); break;
    }
  }

  const std::vector<std::string>& seeds_;
  lambent::Ids chance_;
};

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t runs = 2000, seed = 1;
  std::vector<std::string> seeds;
  input_file = std::filesystem::path(argv[0]).filename().string() + ".input";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--runs" && i + 1 < argc) runs = std::strtoull(argv[++i], nullptr, 10);
    else if (word == "--seed" && i + 1 < argc) seed = std::strtoull(argv[++i], nullptr, 10);
    else {
      auto more = seeds_of(word);
      seeds.insert(seeds.end(), more.begin(), more.end());
    }
  }
  if (seeds.empty()) {
    std::cerr << "no seeds\n";
    return 2;
  }
  for (const auto& one : seeds) run(one);
  Changer changer(seeds, seed);
  for (std::uint64_t i = 0; i < runs; ++i) run(changer.next());
  std::filesystem::remove(input_file);
  std::cout << seeds.size() << " seeds, " << runs << " runs\n";
}
