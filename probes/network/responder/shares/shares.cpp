#include "probes/network/responder/shares/shares.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>

namespace deskready::network {
namespace {

namespace asio = boost::asio;

constexpr unsigned v4_bits = 96;  ///< before an IPv4 address

Prefix cut(Prefix prefix, unsigned bits) {
  prefix.bits = std::min(prefix.bits, bits);
  for (unsigned i = 0; i < prefix.bytes.size(); ++i) {
    const unsigned kept = prefix.bits > 8 * i ? std::min(prefix.bits - 8 * i, 8U) : 0;
    prefix.bytes[i] &= static_cast<unsigned char>(0xFF00U >> kept);
  }
  return prefix;
}

bool is_v4(const Prefix& prefix) {
  static constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  return std::equal(mapped.begin(), mapped.end(), prefix.bytes.begin());
}

}  // namespace

std::optional<Prefix> parse_prefix(std::string_view text) {
  const auto slash = text.find('/');
  boost::system::error_code bad;
  const auto address = asio::ip::make_address(std::string(text.substr(0, slash)), bad);
  // An address with a zone is this computer's business alone.
  if (bad || (address.is_v6() && address.to_v6().scope_id() != 0)) return std::nullopt;
  const unsigned longest = address.is_v4() ? 32 : 128;
  const auto whole =
      address.is_v4() ? asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4()) : address.to_v6();
  Prefix prefix;
  prefix.bytes = whole.to_bytes();
  if (slash == std::string_view::npos) return prefix;
  const std::string_view length = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (error != std::errc() || end != length.data() + length.size() || bits > longest) return std::nullopt;
  return cut(prefix, longest == 32 ? v4_bits + bits : bits);
}

bool contains(const Prefix& whole, const Prefix& part) {
  return part.bits >= whole.bits && cut(part, whole.bits).bytes == whole.bytes;
}

Networks networks_of(std::string_view address, const std::vector<Prefix>& trusted) {
  const Prefix whole = parse_prefix(address).value_or(Prefix{});
  Networks networks;
  networks.narrow = is_v4(whole) ? whole : cut(whole, 64);
  if (!is_v4(whole)) networks.wide = cut(whole, 48);
  const bool known = std::any_of(trusted.begin(), trusted.end(),
                                 [&](const Prefix& network) { return contains(network, whole); });
  if (known) networks.weight = trusted_weight;
  return networks;
}

std::size_t Shares::held_by(const Prefix& network) const {
  const auto found = held_.find(network);
  return found == held_.end() ? 0 : found->second;
}

bool Shares::has_room(const Networks& networks) const {
  if (taken_ >= places_) return false;
  const double share = networks.weight * static_cast<double>(places_ - taken_);
  return static_cast<double>(held_by(networks.narrow)) <= share &&
         (!networks.wide || static_cast<double>(held_by(*networks.wide)) <= 2 * share);
}

bool Shares::take(const Networks& networks) {
  if (!has_room(networks)) return false;
  ++taken_;
  ++held_[networks.narrow];
  if (networks.wide) ++held_[*networks.wide];
  return true;
}

void Shares::give_back(const Networks& networks) {
  const auto release = [this](const Prefix& network) {
    const auto found = held_.find(network);
    if (found != held_.end() && --found->second == 0) held_.erase(found);
  };
  --taken_;
  release(networks.narrow);
  if (networks.wide) release(*networks.wide);
}

}  // namespace deskready::network
