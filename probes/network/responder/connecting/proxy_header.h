// The PROXY protocol, sections 2.1 (version 1, which nginx sends) and 2.2 (version 2): a balancer's word on
// who the client is.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready::network {

inline constexpr std::size_t proxy_head = 16;       ///< octets before the addresses
inline constexpr std::size_t longest_proxy = 4096;  ///< of addresses and TLVs that are taken

inline constexpr std::size_t proxy_begin = 12;          ///< octets that tell the versions apart
inline constexpr std::size_t longest_proxy_line = 107;  ///< of version 1, with its end

bool is_proxy_line(std::span<const unsigned char> begin);

/// As proxied_client(), of version 1; `line` is the whole of it, with its end.
tl::expected<std::optional<std::string>, std::string> client_in_line(std::string_view line);

/// How many octets follow the first 16. The error says what is wrong with these.
tl::expected<std::size_t, std::string> proxy_rest(std::span<const unsigned char> head);

/// The client's numeric address; nothing for LOCAL, where the balancer speaks for itself. `header` is the
/// whole of it.
tl::expected<std::optional<std::string>, std::string> proxied_client(std::span<const unsigned char> header);

}  // namespace deskready::network
