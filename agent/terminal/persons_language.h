// The language of whoever sits at this computer.
#pragma once

#include <functional>
#include <string>

namespace deskready {

/// A code of BCP 47, as "pt-BR", from what the variables of POSIX say ("pt_BR.UTF-8"): LC_ALL, LC_MESSAGES,
/// LANG, in that order; "en" where none of them names a language. `variable`: as getenv().
std::string persons_language(const std::function<const char*(const char*)>& variable);

/// From this process's environment.
std::string persons_language();

/// Whether it is formed as a code of BCP 47.
bool is_language_code(const std::string& text);

}  // namespace deskready
