// Asks deskreadyd over its Unix socket.
#pragma once

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

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

}  // namespace deskready
