// How much was sent lately to find out what can be reached: more checks make no scan of what one may not.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "config/base/time.h"

namespace deskready::network::reach {

/// Bytes that the note's lines ("SECONDS BYTES", Unix time) say were sent in the hour up to `now`; at most
/// most_reach_bytes. A line that is none, or of a time to come, counts nothing. Pure.
std::size_t sent_in_last_hour(std::string_view note, WallTime now);

/// The note with another line, without those that are older than an hour. Pure.
std::string with_sent(std::string_view note, WallTime now, std::size_t bytes);

/// The same of a file; an empty name is none, and nothing was sent by a file that cannot be read. What cannot
/// be written is not noted.
std::size_t sent_lately(const std::filesystem::path& file, WallTime now);
void note_sent(const std::filesystem::path& file, WallTime now, std::size_t bytes);

}  // namespace deskready::network::reach
