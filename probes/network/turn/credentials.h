// Who one is to a TURN server: long-term credentials (RFC 8489, section 9.2), as a rule such as expire.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/base/time.h"
#include "probes/fact.h"

namespace deskready::network::turn {

/// Never written anywhere: no report, log or message has either.
struct Credentials {
  std::string user;
  std::string password;
};

/// A file's text: the user name in the first line, the password in the second, and nothing behind them but
/// empty lines. Nothing where it has another form, a name longer than STUN carries (508 bytes) or signs of
/// control.
std::optional<Credentials> credentials_in(std::string_view text);

/// When those of a time-limited secret expire, seconds of Unix time: the number before the first colon of the
/// user name ("1764460800:A-1042"). Nothing where there is none.
std::optional<std::int64_t> expiry_of(std::string_view user);

/// Those of the host, which may be in any case; `files` has lower case. Reads a file. The error is failed: no
/// file is named, it cannot be read or has another form, or what it holds has expired.
tl::expected<Credentials, Unmeasured> credentials_for(
    std::string_view host, const std::map<std::string, std::filesystem::path>& files, WallTime now);

}  // namespace deskready::network::turn
