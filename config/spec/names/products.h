// Products as sheets name them: "Jabra Evolve 40" is what a device calls "Jabra EVOLVE 40 MS".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskready {

/// Whether `found`, as a device calls itself, is a kind of `asked`: all words of `asked` stand in it in their
/// order, though others may stand between. A maker under an old or a new name is one; a maker that the device
/// leaves out does not count. ASCII case and signs between words do not count either. Pure.
bool is_product(std::string_view asked, std::string_view found);

/// Whether a device tells no model, as "Logitech USB Headset" and "USB Audio Device": any may be behind it.
/// Pure.
bool tells_no_model(std::string_view product);

/// The maker that a product's name tells, as its sheets write it: "Jabra", "Poly"; nothing when it tells none
/// that is known. Pure.
std::optional<std::string_view> maker_in(std::string_view product);

/// A maker alone, which is no product: what to write. Nothing for anything else.
std::optional<std::string> only_a_maker(std::string_view text);

}  // namespace deskready
