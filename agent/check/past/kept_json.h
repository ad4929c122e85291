// What a person said, kept as one JSON object in a file at home until it is taken back.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace deskready {

/// Nothing where no file is. The error says which file, why and what to do.
tl::expected<std::optional<nlohmann::json>, std::string> read_kept(const std::filesystem::path& file);

/// As read_kept() says it of a file that holds something else than it should.
std::string damaged_words(const std::filesystem::path& file);

/// Makes the folder, too. The error says what failed, where and why.
tl::expected<void, std::string> write_kept(const std::filesystem::path& file,
                                           const nlohmann::ordered_json& object);

/// False where no file was; the error says why it is still there.
tl::expected<bool, std::string> erase_kept(const std::filesystem::path& file);

}  // namespace deskready
