// Processor time as the kernel counts it, and short waits between two looks at it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>

namespace deskready::system_facts {

/// Time of all processors together since the start, in ticks of the kernel.
struct Ticks {
  std::uint64_t busy = 0;
  std::uint64_t idle = 0;
};

/// As it stands now; nothing when the kernel does not tell, or not in a form that is known.
std::optional<Ticks> read_ticks(const std::filesystem::path& root);

/// Share of time between two looks in which processors were busy, 0..1. Nothing when no time passed, or when
/// the counters went back: a kernel may set idle time back a little (proc_stat(5) says so of Linux).
std::optional<double> busy_share(const Ticks& before, const Ticks& after);

/// The largest busy share of any `window` neighbouring intervals, of all together where there are fewer.
/// Nothing for less than two looks.
std::optional<double> busiest_share(std::span<const Ticks> looks, std::size_t window);

}  // namespace deskready::system_facts
