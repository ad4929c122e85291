// Public speed tests that serve downloads of a wanted size and take uploads to throw away.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "probes/method.h"

namespace deskready::network {

struct PublicService {
  enum class Shape : std::uint8_t {
    cloudflare,  ///< GET __down?bytes=N, POST __up
    librespeed,  ///< GET garbage.php?ckSize=MiB, POST empty.php
  };
  Shape shape = Shape::cloudflare;
  std::string base;  ///< address that the paths follow, without a slash at its end

  std::string download_url(std::uint64_t bytes) const;  ///< serves at least `bytes`, at most 1 MiB more
  std::string upload_url() const;
  std::string smallest_url() const;  ///< of a GET that is answered with next to nothing
};

/// Seconds from a request to the first byte of its answer, over a connection that stands: the least of three
/// small requests. No answer of the service itself comes sooner than one round trip. Nothing where it does
/// not answer well. `address` is numeric. Blocks, at most 3 times 3 s.
std::optional<double> answer_seconds(const PublicService& service, const std::string& address,
                                     std::uint16_t port, const std::stop_token& stop);

/// As it stands in the method of a figure.
Method method_of(const PublicService& service);

/// Which of the two answers below `base` (LibreSpeed's also below its "backend"), asked at `address`
/// (numeric); nothing when neither does. Costs up to three small downloads, at most 500 kB and 8 s. Blocks.
std::optional<PublicService> recognise(const std::string& base, const std::string& address,
                                       const std::stop_token& stop);

}  // namespace deskready::network
