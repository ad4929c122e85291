// How the pages of --help are laid out.
#pragma once

#include <memory>

namespace CLI {
class FormatterBase;
}

namespace deskready {

/// In lines of the terminal that is there, of at most 80 columns; 80 where none is, for completions read it.
/// For the app before its commands are added, which take it over.
std::shared_ptr<CLI::FormatterBase> help_formatter();

}  // namespace deskready
