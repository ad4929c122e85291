// What must not leave this computer even where an error message or a device brought it along.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace deskready {

/// The text with each network address, URL and host name replaced by "(address)", each path of a file by
/// "(path)", and each of `names` (compared as whole words, letter case aside) by "(name)". Names of facts
/// stay, and paths in which nobody has a file of their own: below /proc, /sys, /dev, /etc, /usr and /var. A
/// path goes up to its closing quote; without quotes with all words after it that hold a '/', since folders
/// may hold blanks. Operating systems put addresses and paths into their error messages, and a far end of one
/// employer is none of another's business.
std::string scrubbed(std::string_view text, std::span<const std::string> names);

/// The same with this computer's own names, which are read once in a process.
std::string scrubbed(std::string_view text);

}  // namespace deskready
