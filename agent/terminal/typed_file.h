// A file's name as a person types it, or as a terminal types it for what is dragged into it.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// Without quotes around it or backslashes before signs, both as a shell reads them; an address of the kind
/// file:///home/ana/a%20b.toml as the file it names; ~ as the home folder. Pure but for the home folder.
std::string typed_file(std::string_view typed);

}  // namespace deskready
