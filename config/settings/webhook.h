// The address to which the owner has a changed verdict sent.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// Why nothing may be sent there, as the end of a sentence; empty where it may: https to any host, or http to
/// this computer itself, by a numeric address of loopback, which no name server can turn elsewhere. No name
/// or password before the host. Does not repeat the address, which is mostly a secret.
std::string webhook_fault(std::string_view url);

}  // namespace deskready
