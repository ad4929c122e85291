// What must not stand in a report even where an error message or a device brought it along.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// The text with each network address, URL and host name replaced by "(address)". Names of facts and of files
/// below / stay. Operating systems put addresses into their error messages, and a far end of one employer is
/// none of another's business.
std::string without_addresses(std::string_view text);

}  // namespace deskready
