// A log of a service's that is only added to.
#pragma once

#include <cstdio>
#include <string>
#include <tl/expected.hpp>

namespace deskready {

/// Opens the file for lines at its end; makes it where it is not there, for the owner to write and the group
/// to read. A symbolic link is not followed: logs stand where other services write. The caller's to close.
/// The error is the system's text.
tl::expected<std::FILE*, std::string> open_log_file(const std::string& file);

}  // namespace deskready
