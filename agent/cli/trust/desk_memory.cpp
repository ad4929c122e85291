#include "agent/cli/trust/desk_memory.h"

#include "agent/machine/own_program.h"
#include "config/base/digest.h"
#include "config/base/file_stamp.h"
#include "config/base/files.h"
#include "config/base/folders.h"
#include "reports/desk/derived_row.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

/// Empty where this program cannot be told from another that judges otherwise.
std::string derived_by(const KnownToVerifier& known, const std::string& what_if) {
  std::error_code error;
  const std::string program = file_stamp(own_program(error), known.now);
  if (program.empty()) return {};
  std::string by = program;
  const auto add = [&](const std::string& text) { by += "\n" + std::to_string(text.size()) + " " + text; };
  for (const Spec& spec : known.specs) {
    for (const std::string& text : {spec.resolved_sha256, spec.name, spec.version, spec.employer}) add(text);
    for (const SpecFile& file : spec.files) add(file.sha256);
  }
  for (const KnownKey& key : known.keys) {
    const auto whose = known.references.find(key.key);
    add(key.id);
    add(whose == known.references.end() ? std::string() : whose->second);
  }
  add(what_if);
  return sha256_hex(by);
}

}  // namespace

RememberedDesk::RememberedDesk(const fs::path& folder, const KnownToVerifier& known,
                               const std::string& what_if)
    : memory_{{derived_by(known, what_if), {}},
              [now = known.now](const fs::path& file) { return file_stamp(file, now); },
              [now = known.now](DeskRow& row) { hold_against_time(row, now); }} {
  std::error_code error;
  const fs::path own = fs::canonical(folder, error);
  if (error) memory_.index.by.clear();
  if (memory_.index.by.empty()) return;
  file_ = state_folder() / "desk" / (sha256_hex(own.string()) + ".json");
  constexpr std::size_t most = std::size_t{256} << 20;
  const auto text = read_regular_file(file_, most);
  auto index = text ? read_index(*text) : std::nullopt;
  if (index && index->by == memory_.index.by) memory_.index = std::move(*index);
}

DeskMemory* RememberedDesk::memory() {
  return memory_.index.by.empty() ? nullptr : &memory_;
}

void RememberedDesk::keep() const {
  if (memory_.index.by.empty() || !memory_.changed) return;
  std::error_code error;
  fs::create_directories(file_.parent_path(), error);
  if (!error) fs::permissions(file_.parent_path(), fs::perms::owner_all, error);
  if (!error) [[maybe_unused]]
    const auto kept = write_file_atomically(file_, index_text(memory_.index));
}

}  // namespace deskready
