// Asks the name servers that this computer is set up with.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <type_traits>

namespace deskready::network {

/// What came of it, without a text: texts are made where their tables are sure to be there still, see
/// answer_in_time().
struct NameAnswer {
  enum class End : std::uint8_t {
    answered,
    no_server,  ///< none is set up
    silent,     ///< none answered
    failed,     ///< `code` says why
  };
  End end = End::answered;
  int code = 0;  ///< for reason_of()
  std::chrono::nanoseconds taken{0};
};
static_assert(std::is_trivially_destructible_v<NameAnswer>);

/// As any program looks a name up, caches and hosts file included. Blocks for as long as the servers take;
/// thread-safe; touches nothing that ends with main().
NameAnswer ask_for_name(const std::string& name);

/// Asks the name server for the servers of the root zone, which every one knows. As above.
NameAnswer ask_for_root();

/// The system's sentence for a code of ask_for_name().
std::string reason_of(int code);

}  // namespace deskready::network
