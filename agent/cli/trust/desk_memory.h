// What deskready reports remembers of a folder, so that only new reports are read and judged.
#pragma once

#include <filesystem>
#include <string>

#include "reports/desk/desk_folder.h"
#include "reports/trust/verify_reports.h"

namespace deskready {

/// An index in the state folder, for one folder of reports. Whatever a row depends on beside its own file
/// makes another index of it: this program, the specs, the keys, the question.
class RememberedDesk {
 public:
  /// `what_if`: as typed; may be empty. `known.now` is the time of this look.
  RememberedDesk(const std::filesystem::path& folder, const KnownToVerifier& known,
                 const std::string& what_if);
  /// For read_desk(); null where nothing can be remembered. As long as this object lives.
  DeskMemory* memory();
  /// Keeps what is new. Where it cannot be kept it is read again the next time.
  void keep() const;

 private:
  std::filesystem::path file_;
  DeskMemory memory_;
};

}  // namespace deskready
