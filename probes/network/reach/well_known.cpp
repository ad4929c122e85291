#include "probes/network/reach/well_known.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace deskready::network::reach {
namespace {

constexpr std::size_t dns_header = 12, dns_questions = 5 /* low byte */, ntp_size = 48, ntp_origin = 24,
                      ntp_sent = 40;
/// The root's name, type NS, class IN.
constexpr std::array<unsigned char, 5> root_servers = {0, 0, 2, 0, 1};
constexpr unsigned char ntp_client = 4 << 3 | 3;  // version 4, mode 3

}  // namespace

Nonce new_nonce() {
  Nonce nonce;
  randombytes_buf(nonce.data(), nonce.size());
  return nonce;
}

stun::Bytes dns_question(const Nonce& nonce) {
  stun::Bytes bytes(dns_header + root_servers.size(), 0);
  bytes[0] = nonce[0];
  bytes[1] = nonce[1];
  bytes[dns_questions] = 1;
  std::copy(root_servers.begin(), root_servers.end(), bytes.begin() + dns_header);
  return bytes;
}

bool is_dns_answer(stun::View datagram, const Nonce& nonce) {
  if (datagram.size() < dns_header || datagram[0] != nonce[0] || datagram[1] != nonce[1]) return false;
  constexpr unsigned char response = 0x80, kind = 0x78;
  if ((datagram[2] & response) == 0 || (datagram[2] & kind) != 0) return false;
  const int questions = datagram[4] << 8 | datagram[5];
  if (questions == 0) return true;  // as some say that they refuse
  const stun::View rest = datagram.subspan(dns_header);
  return questions == 1 && rest.size() >= root_servers.size() &&
         std::equal(root_servers.begin(), root_servers.end(), rest.begin());
}

stun::Bytes ntp_question(const Nonce& nonce) {
  stun::Bytes bytes(ntp_size, 0);
  bytes[0] = ntp_client;
  std::copy(nonce.begin(), nonce.end(), bytes.begin() + ntp_sent);
  return bytes;
}

bool is_ntp_answer(stun::View datagram, const Nonce& nonce) {
  if (datagram.size() < ntp_size) return false;
  constexpr int server = 4, oldest = 3, newest = 4;
  const int mode = datagram[0] & 7, version = datagram[0] >> 3 & 7;
  if (mode != server || version < oldest || version > newest) return false;
  const stun::View origin = datagram.subspan(ntp_origin, nonce.size());
  return std::equal(nonce.begin(), nonce.end(), origin.begin());
}

}  // namespace deskready::network::reach
