// Asks deskreadyd over its Unix socket.
#pragma once

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "agent/cli/service/local_talk.h"

namespace deskready {

struct ControlAnswer {
  unsigned status = 0;  ///< HTTP status
  nlohmann::json body;
};

/// One request on a connection of its own. Blocks, at most `patience` in all. The error is a sentence with
/// what to do.
tl::expected<ControlAnswer, std::string> ask_daemon(
    const std::filesystem::path& socket, std::string_view method, std::string_view target,
    std::string_view body = {}, std::chrono::milliseconds patience = std::chrono::seconds(5));

/// The same on this person's own service: <runtime folder>/control.sock.
tl::expected<ControlAnswer, std::string> ask_daemon(std::string_view method, std::string_view target,
                                                    std::string_view body = {});

/// Hands each status of this person's own service to `take`, the present one first, as the service tells it,
/// until that returns false, the service ends or `until` comes. Blocks, without an end where there is no
/// `until`. The error is a sentence with what to do.
tl::expected<Listened, std::string> follow_daemon(std::optional<std::chrono::steady_clock::time_point> until,
                                                  const std::function<bool(const nlohmann::json&)>& take);

}  // namespace deskready
