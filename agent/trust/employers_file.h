// The employers whom a person accepted on this computer, kept in the state folder.
#pragma once

#include <filesystem>
#include <functional>
#include <tl/expected.hpp>

#include "config/trust/employers.h"

namespace deskready {

/// Their folder within a state folder.
std::filesystem::path employers_folder(const std::filesystem::path& state);

/// None where there is no file. The error is employers_unreadable: nobody is taken for new because of it.
tl::expected<KnownEmployers, Refusal> read_employers(const std::filesystem::path& state);

/// Reads them anew, has them changed and keeps them, one process at a time. The error is
/// employers_unreadable, or employers_not_written.
tl::expected<void, Refusal> change_employers(const std::filesystem::path& state,
                                             const std::function<void(KnownEmployers&)>& change);

}  // namespace deskready
