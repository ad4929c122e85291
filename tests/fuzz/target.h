// A parser and what must hold whatever it is given.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace deskready::fuzz {

struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
};

/// All of the program, in no order.
std::vector<Target>& targets();

struct Registered {
  Registered(std::string_view name, void (*run)(std::string_view)) { targets().push_back({name, run}); }
};

/// Ends the program where a promise is broken, as the sanitizers do.
inline void must(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

}  // namespace deskready::fuzz

/// The body reads `input`.
#define FUZZ_TARGET(name)                                                            \
  static void fuzz_##name(std::string_view input);                                   \
  static const ::deskready::fuzz::Registered registered_##name(#name, &fuzz_##name); \
  static void fuzz_##name([[maybe_unused]] std::string_view input)
