// GVariant databases, as dconf keeps the settings of GNOME and its kin (~/.config/dconf/user).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace deskready {

/// A setting that is a truth, a number or a text; others are not needed here.
using Setting = std::variant<bool, std::uint32_t, std::string>;

/// The value of a key such as "/org/gnome/desktop/screensaver/lock-enabled" in the bytes of such a file;
/// nothing when it is not set, is of another kind, or the bytes are none of this form. Never reads beyond the
/// bytes, whatever they say. Pure. Source: gvdb-format.h of GLib.
std::optional<Setting> find_setting(std::string_view bytes, std::string_view key);

}  // namespace deskready
