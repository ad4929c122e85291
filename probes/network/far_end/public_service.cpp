#include "probes/network/far_end/public_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "probes/network/far_end/http_client.h"

namespace deskready::network {
namespace {

constexpr std::uint64_t mebibyte = 1 << 20;
constexpr std::uint64_t sample_bytes = 1000;

/// Whether a small download comes as one: raw bytes, and no page that answers to every path. As many as were
/// asked for where the shape can ask for few, else it is ended after the first.
bool serves(const PublicService& service, const std::string& address, const std::stop_token& stop) {
  const bool exact = service.shape == PublicService::Shape::cloudflare;
  std::uint64_t bytes = 0;
  const auto transfer = std::make_shared<HttpTransfer>();
  transfer->url = service.download_url(sample_bytes);
  transfer->connect_to = address;
  transfer->connect_seconds = 2;
  transfer->total_seconds = 2.5;
  transfer->received = [&](std::size_t size) {
    bytes += size;
    return exact && bytes <= sample_bytes;
  };
  perform(transfer, stop);
  return transfer->error.empty() && transfer->status == 200 &&
         transfer->content_type.starts_with("application/octet-stream") &&
         (exact ? bytes == sample_bytes : bytes > 0);
}

}  // namespace

std::string PublicService::download_url(std::uint64_t bytes) const {
  if (shape == Shape::cloudflare) return fmt::format("{}/__down?bytes={}", base, bytes);
  return fmt::format("{}/garbage.php?ckSize={}", base, (bytes + mebibyte - 1) / mebibyte);
}

std::string PublicService::upload_url() const {
  return base + (shape == Shape::cloudflare ? "/__up" : "/empty.php");
}

std::string PublicService::smallest_url() const {
  return shape == Shape::cloudflare ? download_url(0) : upload_url();
}

std::optional<double> answer_seconds(const PublicService& service, const std::string& address,
                                     std::uint16_t port, const std::stop_token& stop) {
  constexpr int requests = 3;
  std::optional<double> least;
  for (int i = 0; i < requests && !stop.stop_requested(); ++i) {
    const auto transfer = std::make_shared<HttpTransfer>();
    transfer->url = service.smallest_url();
    transfer->connect_to = address;
    transfer->connect_port = port;
    transfer->connect_seconds = 2;
    transfer->total_seconds = 3;
    transfer->received = [](std::size_t) { return false; };
    perform(transfer, stop);
    if (transfer->status != 200 || transfer->answer_seconds <= 0) return std::nullopt;
    least = std::min(least.value_or(transfer->answer_seconds), transfer->answer_seconds);
  }
  return least;
}

Method method_of(const PublicService& service) {
  const bool cloudflare = service.shape == PublicService::Shape::cloudflare;
  return {How::public_test, {{"kind", Term(cloudflare ? "Cloudflare" : "LibreSpeed")}}};
}

std::optional<PublicService> recognise(const std::string& base, const std::string& address,
                                       const std::stop_token& stop) {
  // A LibreSpeed site's own page is one folder above what it measures with.
  const PublicService kinds[] = {{PublicService::Shape::cloudflare, base},
                                 {PublicService::Shape::librespeed, base},
                                 {PublicService::Shape::librespeed, base + "/backend"}};
  for (const PublicService& service : kinds) {
    if (serves(service, address, stop)) return service;
  }
  return std::nullopt;
}

}  // namespace deskready::network
