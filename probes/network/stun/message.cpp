#include "probes/network/stun/message.h"

#include <algorithm>

#include "probes/network/stun/proof.h"

namespace deskready::network::stun {
namespace {

/// The class's two bits stand between the method's twelve (RFC 8489, figure 3).
unsigned type_of(Class kind, Method method) {
  const auto bits = static_cast<unsigned>(method);
  const auto two = static_cast<unsigned>(kind);
  return (bits & 0xF80) << 2 | (two & 2) << 7 | (bits & 0x70) << 1 | (two & 1) << 4 | (bits & 0xF);
}

Class kind_in(unsigned type) {
  return static_cast<Class>((type >> 7 & 2) | (type >> 4 & 1));
}

Method method_in(unsigned type) {
  return static_cast<Method>((type >> 2 & 0xF80) | (type >> 1 & 0x70) | (type & 0xF));
}

}  // namespace

const Attribute* Message::find(Type type) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [type](const Attribute& one) { return one.type == type; });
  return found == attributes.end() ? nullptr : &*found;
}

Bytes encode(const Message& message) {
  Bytes bytes;
  put_number(bytes, type_of(message.kind, message.method));
  put_number(bytes, 0);
  put_number(bytes, magic_cookie >> 16);
  put_number(bytes, magic_cookie & 0xFFFF);
  bytes.insert(bytes.end(), message.id.begin(), message.id.end());
  for (const Attribute& one : message.attributes) append(bytes, one.type, one.value);
  return bytes;
}

std::optional<Message> decode(View datagram) {
  const auto spans = attributes_in(datagram);
  if (!spans) return std::nullopt;
  if (fingerprint(datagram) == Proven::wrong) return std::nullopt;
  const unsigned type = number_in(datagram, 0);
  Message message{kind_in(type), method_in(type), {}, {}};
  std::copy_n(datagram.begin() + 8, message.id.size(), message.id.begin());
  bool sealed = false;
  for (const AttributeSpan& span : *spans) {
    const bool proof = span.type == Type::message_integrity_sha256 || span.type == Type::fingerprint;
    if (sealed && !proof) continue;
    const View value = value_in(datagram, span);
    message.attributes.push_back({span.type, {value.begin(), value.end()}});
    sealed = sealed || span.type == Type::message_integrity || span.type == Type::message_integrity_sha256;
  }
  return message;
}

}  // namespace deskready::network::stun
