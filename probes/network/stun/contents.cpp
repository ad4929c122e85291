#include "probes/network/stun/contents.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "config/base/addresses/address.h"

namespace deskready::network::stun {
namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t before_address = 4;  // a byte of nothing, the family, the port
constexpr unsigned char family_v4 = 1, family_v6 = 2;

/// What an XOR-MAPPED-ADDRESS is hidden by: the cookie, then the transaction; the port by its first two
/// bytes.
std::array<unsigned char, 16> mask_of(const TransactionId& id) {
  std::array<unsigned char, 16> mask{magic_cookie >> 24, magic_cookie >> 16 & 0xFF, magic_cookie >> 8 & 0xFF,
                                     magic_cookie & 0xFF};
  std::copy(id.begin(), id.end(), mask.begin() + 4);
  return mask;
}

/// Hides and shows alike. `value` is as long as an address of some family.
void mask(Bytes& value, const TransactionId& id) {
  const auto bits = mask_of(id);
  for (std::size_t i = 0; i < 2; ++i) value[2 + i] ^= bits[i];
  for (std::size_t i = 0; i + before_address < value.size(); ++i) value[before_address + i] ^= bits[i];
}

bool has_form(const Bytes& value) {
  if (value.size() < before_address) return false;
  const std::size_t size = value.size() - before_address;
  return (value[1] == family_v4 && size == 4) || (value[1] == family_v6 && size == 16);
}

HostPort read(const Bytes& value) {
  HostPort endpoint;
  endpoint.port = static_cast<std::uint16_t>(value[2] << 8 | value[3]);
  if (value[1] == family_v4) {
    ip::address_v4::bytes_type bytes{};
    std::copy_n(value.begin() + before_address, bytes.size(), bytes.begin());
    endpoint.host = ip::address_v4(bytes).to_string();
  } else {
    ip::address_v6::bytes_type bytes{};
    std::copy_n(value.begin() + before_address, bytes.size(), bytes.begin());
    endpoint.host = ip::address_v6(bytes).to_string();
  }
  return endpoint;
}

std::optional<HostPort> shown(const Attribute& hidden, const TransactionId& id) {
  if (!has_form(hidden.value)) return std::nullopt;
  Bytes value = hidden.value;
  mask(value, id);
  return read(value);
}

}  // namespace

std::optional<HostPort> relayed_address(const Message& message) {
  const Attribute* hidden = message.find(Type::xor_relayed_address);
  auto endpoint = hidden == nullptr ? std::nullopt : shown(*hidden, message.id);
  if (endpoint && endpoint->port == 0) return std::nullopt;
  return endpoint;
}

std::optional<Bytes> hidden_address(const HostPort& endpoint, const TransactionId& id) {
  const auto address = address_bytes(endpoint.host);
  if (address.empty()) return std::nullopt;
  Bytes value = {0, static_cast<unsigned char>(address.size() == 4 ? family_v4 : family_v6)};
  put_number(value, endpoint.port);
  value.insert(value.end(), address.begin(), address.end());
  mask(value, id);
  return value;
}

std::optional<std::string> text_in(const Message& message, Type type, std::size_t most) {
  const Attribute* found = message.find(type);
  if (found == nullptr || found->value.empty() || found->value.size() > most) return std::nullopt;
  return std::string(found->value.begin(), found->value.end());
}

std::optional<HostPort> mapped_address(const Message& message) {
  if (const Attribute* hidden = message.find(Type::xor_mapped_address)) return shown(*hidden, message.id);
  const Attribute* plain = message.find(Type::mapped_address);
  if (plain == nullptr || !has_form(plain->value)) return std::nullopt;
  return read(plain->value);
}

std::optional<HostPort> alternate_server(const Message& message) {
  const Attribute* found = message.find(Type::alternate_server);
  if (found == nullptr || !has_form(found->value)) return std::nullopt;
  HostPort endpoint = read(found->value);
  if (endpoint.port == 0) return std::nullopt;
  return endpoint;
}

std::optional<int> error_code(const Message& message) {
  const Attribute* found = message.find(Type::error_code);
  if (found == nullptr || found->value.size() < 4) return std::nullopt;
  const int hundreds = found->value[2] & 7, rest = found->value[3];
  if (hundreds < 3 || hundreds > 6 || rest > 99) return std::nullopt;
  return hundreds * 100 + rest;
}

}  // namespace deskready::network::stun
