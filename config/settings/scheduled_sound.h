// How much an unattended check may do with sound: asked for in the settings, obeyed by the probes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace deskready {

/// What a check that nobody attends may do with sound.
enum class ScheduledSound : std::uint8_t { devices, listen, loop };

/// As settings and the command line have it, in the order of the enumeration.
inline constexpr std::array<std::string_view, 3> scheduled_sound_words = {"devices", "listen", "loop"};

constexpr std::string_view to_string(ScheduledSound sound) {
  return scheduled_sound_words[static_cast<std::size_t>(sound)];
}

/// Nothing for a word that is none of them.
constexpr std::optional<ScheduledSound> scheduled_sound_from(std::string_view word) {
  for (std::size_t i = 0; i < scheduled_sound_words.size(); ++i) {
    if (word == scheduled_sound_words[i]) return static_cast<ScheduledSound>(i);
  }
  return std::nullopt;
}

}  // namespace deskready
