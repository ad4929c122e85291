// Text in XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// For text between tags and for attributes in either kind of quotes: & < > " '. Control characters are the
/// caller's business, see clean().
std::string escaped(std::string_view text);

}  // namespace deskready
