// The PROXY protocol, version 2, section 2.2: a balancer's word on who the client is.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>

namespace deskready::network {

inline constexpr std::size_t proxy_head = 16;       ///< octets before the addresses
inline constexpr std::size_t longest_proxy = 4096;  ///< of addresses and TLVs that are taken

/// How many octets follow the first 16. The error says what is wrong with these.
tl::expected<std::size_t, std::string> proxy_rest(std::span<const unsigned char> head);

/// The client's numeric address; nothing for LOCAL, where the balancer speaks for itself. `header` is the
/// whole of it.
tl::expected<std::optional<std::string>, std::string> proxied_client(std::span<const unsigned char> header);

}  // namespace deskready::network
