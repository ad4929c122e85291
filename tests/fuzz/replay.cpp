// Without a fuzzer: runs a target over its corpus and over seeded mutations of it, the same at each run.
//   fuzz_replay CORPUS [TARGET] [--mutations N]
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "tests/fuzz/target.h"

namespace {

namespace fs = std::filesystem;
using deskready::fuzz::Target;

constexpr std::size_t largest_input = 64 * 1024;
std::string input;  // what runs, for the file that a crash leaves behind
std::string_view running;

std::vector<std::string> corpus_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    files.push_back(entry->path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> inputs = {""};
  for (const fs::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return inputs;
}

/// Some of: a bit turned, a byte replaced, a piece taken out, doubled, or taken from another input.
class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& corpus) : corpus_(corpus) {}

  std::string next() {
    std::string text = corpus_[below(corpus_.size())];
    for (std::size_t steps = 1 + below(6); steps > 0; --steps) mutate(text);
    text.resize(std::min(text.size(), largest_input));
    return text;
  }

 private:
  std::size_t below(std::size_t bound) {
    return bound == 0 ? 0 : static_cast<std::size_t>(random_() % bound);
  }

  void mutate(std::string& text) {
    static constexpr std::string_view telling[] = {"\"",
                                                   "\\",
                                                   "{",
                                                   "[",
                                                   "}",
                                                   "]",
                                                   ",",
                                                   ":",
                                                   "\n",
                                                   "=",
                                                   "\xff",
                                                   "\xc3\xa9",
                                                   "\xe2\x80\xae",
                                                   "-",
                                                   "e999",
                                                   "0",
                                                   "9223372036854775808",
                                                   "nan",
                                                   std::string_view("\0", 1),
                                                   "..",
                                                   "/",
                                                   "%",
                                                   "<",
                                                   "\x1b]52;c;"};
    const std::size_t at = below(text.size() + 1),
                      length = below(std::min<std::size_t>(text.size() - at, 32) + 1);
    switch (below(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        return;
      case 1:
        if (at < text.size()) text[at] = static_cast<char>(random_());
        return;
      case 2:
        text.erase(at, length);
        return;
      case 3:
        text.insert(at, text.substr(at, length));
        return;
      case 4:
        text.insert(at, telling[below(std::size(telling))]);
        return;
      default: {
        const std::string& other = corpus_[below(corpus_.size())];
        const std::size_t from = below(other.size() + 1);
        text.insert(at, other.substr(from, below(64)));
      }
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_{1};
};

/// Beside the program; the process ends after it.
void keep_input() {
  std::ofstream("fuzz.failed", std::ios::binary) << input;
  std::fprintf(stderr, "fuzz_replay: %s failed; its input is in fuzz.failed:\n%s\n",
               std::string(running).c_str(), input.substr(0, 1000).c_str());
}

void aborted(int) {
  keep_input();
  std::_Exit(1);
}

void replay(const Target& target, const fs::path& folder, int mutations) {
  const std::vector<std::string> corpus = corpus_of(folder / target.name);
  running = target.name;
  deskready::fuzz::must(corpus.size() > 1, "each target has a corpus");
  for (const std::string& one : corpus) {
    input = one;
    target.run(input);
  }
  Mutator mutator(corpus);
  for (int i = 0; i < mutations; ++i) {
    input = mutator.next();
    target.run(input);
  }
  std::printf("%-24s %4zu inputs, %d mutations\n", std::string(target.name).c_str(), corpus.size(),
              mutations);
}

}  // namespace

extern "C" void __sanitizer_set_death_callback(void (*)()) __attribute__((weak));

int main(int count, char** words) {
  if (count < 2) return 2;
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(keep_input);
  std::signal(SIGABRT, aborted);
  std::string only;
  int mutations = 1000;
  for (int i = 2; i < count; ++i) {
    if (std::string_view(words[i]) == "--mutations" && i + 1 < count)
      mutations = std::atoi(words[++i]);
    else
      only = words[i];
  }
  bool any = false;
  for (const Target& target : deskready::fuzz::targets()) {
    if (!only.empty() && target.name != only) continue;
    any = true;
    replay(target, words[1], mutations);
  }
  return any ? 0 : 2;
}
