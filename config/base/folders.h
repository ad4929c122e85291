// Where things live: XDG folders, systemd's folders where it gives them, and the private runtime folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace deskready {

/// $HOME; / where there is none.
std::filesystem::path home_folder();

/// $XDG_CONFIG_HOME/deskready, else ~/.config/deskready. Not created.
std::filesystem::path config_folder();

/// Where whoever looks after this computer keeps the settings that hold for everybody on it. Not created.
std::filesystem::path shared_config_folder();

/// $STATE_DIRECTORY, else $XDG_STATE_HOME/deskready, else ~/.local/state/deskready. Not created.
std::filesystem::path state_folder();

/// $XDG_RUNTIME_DIR/deskready where that folder is this user's own, else a private folder in the temporary
/// directory, or <state folder>/run once another user has taken that one's name. Created with mode 0700 and
/// checked to belong to this user; the error says what is wrong with it.
tl::expected<std::filesystem::path, std::string> runtime_folder();

/// Every folder that is made for this person in this session, whether it is there or not: settings, state,
/// and the places of the runtime folder. Makes none.
std::vector<std::filesystem::path> own_folders();

/// A file for a lock that all sessions of this person on this computer have in common, whatever their
/// environment says of a runtime folder: in the state folder, which is made where it can be. Another computer
/// that has the same home has its own. Not created.
std::filesystem::path person_lock(std::string_view name);

/// What lies in `folder` under a name that begins so, in no order; as much of it as can be read.
std::vector<std::filesystem::path> files_beginning(const std::filesystem::path& folder,
                                                   std::string_view begin);

/// Whether somebody else's; false also where nobody can tell.
bool belongs_to_another(const std::filesystem::path& folder);

/// Why no file can be made in it; empty when one can.
std::string why_not_writable_folder(const std::filesystem::path& folder);

}  // namespace deskready
