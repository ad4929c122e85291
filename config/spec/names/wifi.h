// Generations of Wi-Fi by their names.
#pragma once

#include <optional>
#include <string_view>

namespace deskready {

/// 6 for "802.11ax", "Wi-Fi 6", "WiFi 6" and "IEEE 802.11ax"; nothing for a text that names no one generation
/// to its last word. Pure. Source: Wi-Fi Alliance's names; 1 to 3 (b, a, g) are what people count before
/// them.
std::optional<int> wifi_generation(std::string_view text);

/// "802.11ax" of 6; empty for what is none. Pure.
std::string_view wifi_standard(int generation);

}  // namespace deskready
