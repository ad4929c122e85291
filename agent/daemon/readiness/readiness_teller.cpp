#include "agent/daemon/readiness/readiness_teller.h"

#include <system_error>
#include <utility>

namespace deskready {

namespace fs = std::filesystem;

ReadinessTeller::ReadinessTeller(boost::asio::io_context& loop, ReportKeeper& keeper, fs::path file,
                                 std::shared_ptr<spdlog::logger> log)
    : keeper_(keeper), file_(std::move(file)), log_(std::move(log)), session_(loop, log_) {}

void ReadinessTeller::tell(const Readiness& readiness, WallTime now) {
  session_.tell(readiness);
  auto text = ready_file_.text_due(readiness, now);
  if (!text) return;
  keeper_.write_file(file_, std::move(*text), ReportKeeper::Readers::owner,
                     [this](const std::string& trouble) {
                       if (std::exchange(trouble_, trouble) != trouble && !trouble.empty())
                         log_->warn("{}", trouble);
                     });
}

void ReadinessTeller::withdraw() {
  session_.end();
  keeper_.disk().run(
      [file = file_] {
        std::error_code ignored;
        return fs::remove(file, ignored);
      },
      [](bool) {});
}

}  // namespace deskready
