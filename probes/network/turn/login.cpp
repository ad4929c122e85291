#include "probes/network/turn/login.h"

#include <string_view>
#include <utility>

#include "probes/network/stun/contents.h"
#include "probes/network/stun/proof.h"

namespace deskready::network::turn {
namespace {

constexpr std::size_t most_text = 763;  // RFC 8489, sections 14.9 and 14.10

stun::Attribute text(stun::Type type, std::string_view value) {
  return {type, {value.begin(), value.end()}};
}

}  // namespace

std::optional<Login> login_for(const stun::Message& error, const Credentials& credentials) {
  auto realm = stun::text_in(error, stun::Type::realm, most_text);
  auto nonce = stun::text_in(error, stun::Type::nonce, most_text);
  if (!realm || !nonce) return std::nullopt;
  stun::Bytes key = stun::long_term_key(credentials.user, *realm, credentials.password);
  return Login{credentials.user, std::move(*realm), std::move(*nonce), std::move(key)};
}

stun::Bytes request(stun::Method method, const stun::TransactionId& id,
                    std::vector<stun::Attribute> attributes, const std::optional<Login>& login) {
  if (login) {
    attributes.push_back(text(stun::Type::username, login->user));
    attributes.push_back(text(stun::Type::realm, login->realm));
    attributes.push_back(text(stun::Type::nonce, login->nonce));
  }
  stun::Bytes bytes = stun::encode({stun::Class::request, method, id, std::move(attributes)});
  if (login) stun::add_integrity(bytes, login->key);
  stun::add_fingerprint(bytes);
  return bytes;
}

std::optional<stun::Message> answer_to(stun::Method method, const stun::TransactionId& id,
                                       const std::optional<Login>& login, stun::View datagram) {
  auto message = stun::decode(datagram);
  if (!message || message->method != method || message->id != id) return std::nullopt;
  const stun::Proven proven = login ? stun::integrity(datagram, login->key) : stun::Proven::unsaid;
  switch (message->kind) {
    case stun::Class::success:
      if (login && proven != stun::Proven::right) return std::nullopt;
      return message;
    case stun::Class::error:
      if (proven == stun::Proven::wrong || !stun::error_code(*message)) return std::nullopt;
      return message;
    case stun::Class::request:
    case stun::Class::indication:
      break;
  }
  return std::nullopt;
}

}  // namespace deskready::network::turn
