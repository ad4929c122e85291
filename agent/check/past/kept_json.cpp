#include "agent/check/past/kept_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "config/base/files.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t largest_file = 1'000'000;

}  // namespace

tl::expected<std::optional<nlohmann::json>, std::string> read_kept(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return std::nullopt;
  const auto text = read_regular_file(file, largest_file);
  if (!text) return tl::unexpected(fmt::format("{}: {}", file.string(), text.error()));
  auto json = read_json(*text);
  if (!json || !json->is_object()) return tl::unexpected(damaged_words(file));
  return std::optional(std::move(*json));
}

std::string damaged_words(const fs::path& file) {
  return fmt::format("{} is damaged; move it away to be asked again", file.string());
}

tl::expected<void, std::string> write_kept(const fs::path& file, const nlohmann::ordered_json& object) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  return write_file_atomically(file, json_text(object, 2) + "\n");
}

tl::expected<bool, std::string> erase_kept(const fs::path& file) {
  std::error_code error;
  const bool gone = fs::remove(file, error);
  if (error) return tl::unexpected(error.message());
  return gone;
}

}  // namespace deskready
