// Ids of reports and of the machine, made so that nobody can be traced from one employer to another.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace deskready {

/// 128 random bits as lower-case hex.
std::string random_id();

/// A hash of the machine id, keyed by Spec::identity, so that two specs get two that cannot be linked,
/// whatever employer they name; empty where the machine has no id.
std::string machine_hash(const std::filesystem::path& root, std::string_view spec_identity);

}  // namespace deskready
