// One exchange with a service of this computer.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

/// Sends `request` to the local stream socket `place` and returns what comes until the other side closes, at
/// most 256 KiB. Blocks, at most `patience` in all. The error is a sentence about the background service,
/// with what to do.
tl::expected<std::string, std::string> talk_locally(const std::filesystem::path& place,
                                                    std::string_view request,
                                                    std::chrono::milliseconds patience);

/// How listening ended, but for an error.
enum class Listened {
  enough,   ///< as `take` said
  closed,   ///< the other side did
  time_up,  ///< `until` came
};

/// Sends `request` and hands what comes to `take`, piece by piece, until that returns false or it ends
/// otherwise. Blocks, without an end where there is no `until`. The error as above.
tl::expected<Listened, std::string> listen_locally(const std::filesystem::path& place,
                                                   std::string_view request,
                                                   std::optional<std::chrono::steady_clock::time_point> until,
                                                   const std::function<bool(std::string_view piece)>& take);

}  // namespace deskready
