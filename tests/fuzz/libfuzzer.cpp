// The door for libFuzzer, which brings main(): the target's name comes in DESKREADY_FUZZ.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>

#include "tests/fuzz/target.h"

namespace {

const deskready::fuzz::Target& chosen() {
  const char* name = std::getenv("DESKREADY_FUZZ");
  for (const auto& target : deskready::fuzz::targets()) {
    if (name != nullptr && target.name == name) return target;
  }
  std::fputs("DESKREADY_FUZZ names no target; they are:\n", stderr);
  for (const auto& target : deskready::fuzz::targets())
    std::fprintf(stderr, "  %.*s\n", static_cast<int>(target.name.size()), target.name.data());
  std::exit(2);
}

}  // namespace

// Of processor time: by the clock, which libFuzzer's own limit goes by, a busy computer makes anything slow.
constexpr std::clock_t longest = 5 * CLOCKS_PER_SEC;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const auto& target = chosen();
  const std::clock_t begun = std::clock();
  target.run({reinterpret_cast<const char*>(bytes), size});
  deskready::fuzz::must(std::clock() - begun < longest, "64 kB are read in five seconds");
  return 0;
}
