#include "agent/machine/own_file.h"

namespace deskready {

OwnFile::Next OwnFile::seen(const std::optional<FileIdentity>& file, std::chrono::nanoseconds now) {
  if (!begun_) return Next::stay;
  if (file != last_) {
    last_ = file;
    since_ = now;
  }
  if (last_ == begun_) return Next::stay;
  if (last_) return now - since_ >= settled ? Next::become_new : Next::stay;
  return now - since_ >= gone_for_good ? Next::end : Next::stay;
}

}  // namespace deskready
