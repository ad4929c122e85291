// Every run, kept at home: SQLite in the state folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "reports/report.h"

namespace deskready {

struct HistoryEntry {
  std::string id;
  WallTime finished{};
  std::string spec_name;
  std::string verdict;
};

/// Not thread-safe. A write is durable when save() has returned.
class History {
 public:
  /// Opens or creates <folder>/history.db. A database that is broken is set aside beside it under a name that
  /// says so.
  static tl::expected<History, std::string> open(const std::filesystem::path& folder);
  History(History&&) noexcept;
  History& operator=(History&&) noexcept;
  ~History();

  tl::expected<void, std::string> save(const Report& report);
  /// The newest first.
  tl::expected<std::vector<HistoryEntry>, std::string> latest(int count) const;
  /// By id or by an unambiguous beginning of it.
  tl::expected<Report, std::string> find(std::string_view id) const;
  /// Erases every report for good, databases that were set aside too.
  tl::expected<void, std::string> forget();

 private:
  struct Impl;
  explicit History(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace deskready
