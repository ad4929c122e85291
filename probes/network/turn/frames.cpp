#include "probes/network/turn/frames.h"

#include <algorithm>

#include "probes/network/turn/channel_data.h"

namespace deskready::network::turn {
namespace {

struct Sizes {
  std::size_t message = 0;  ///< with its header
  std::size_t padded = 0;   ///< what it takes of the stream
};

/// By the first four bytes. Nothing for what begins no message.
std::optional<Sizes> sizes_of(stun::View begin) {
  const std::uint16_t first = stun::number_in(begin, 0);
  const std::size_t said = stun::number_in(begin, 2);
  if (first < first_channel) return Sizes{stun::header_size + said, stun::header_size + said};
  if (first > last_channel) return std::nullopt;
  return Sizes{channel_header + said, (channel_header + said + 3) & ~std::size_t{3}};
}

}  // namespace

void Frames::take(stun::View piece) {
  if (broken_) return;
  waiting_.insert(waiting_.end(), piece.begin(), piece.end());
}

std::optional<stun::Bytes> Frames::next() {
  constexpr std::size_t length_known = 4;
  if (broken_ || waiting_.size() < length_known) return std::nullopt;
  const auto sizes = sizes_of(waiting_);
  if (!sizes || sizes->padded > most_bytes) {
    broken_ = true;
    waiting_.clear();
    return std::nullopt;
  }
  if (waiting_.size() < sizes->padded) return std::nullopt;
  const auto at = [this](std::size_t size) { return waiting_.begin() + static_cast<std::ptrdiff_t>(size); };
  stun::Bytes message(waiting_.begin(), at(sizes->message));
  waiting_.erase(waiting_.begin(), at(sizes->padded));
  return message;
}

}  // namespace deskready::network::turn
