// What a request's target asks for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace deskready::network {

inline constexpr std::uint32_t longest_header = 8192;  ///< octets of a request before its body

std::string_view path_of(std::string_view target);

/// The value of `name` in a target's query; empty when it is not there.
std::string query(std::string_view target, std::string_view name);

/// bit/s; what is no number, 0 or too much is `most`, and nothing is less than slowest_rate: a rate of 0 is
/// "unpaced" to the kernel.
std::uint64_t rate_of(std::string_view target, std::uint64_t most);
inline constexpr std::uint64_t slowest_rate = 10'000;

/// Seconds above 0 and up to `most`, which also stands for what is no such number.
double seconds_of(std::string_view target, double most);

/// The wire protocol that the agent asks for; 1 where it names none, as the first agents do.
int protocol_of(std::string_view target);

}  // namespace deskready::network
