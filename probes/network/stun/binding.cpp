#include "probes/network/stun/binding.h"

#include <sodium.h>

#include "probes/network/stun/proof.h"

namespace deskready::network::stun {
namespace {

constexpr int try_alternate = 300;

}  // namespace

TransactionId new_transaction() {
  TransactionId id;
  randombytes_buf(id.data(), id.size());
  return id;
}

Bytes binding_request(const TransactionId& id) {
  Bytes bytes = encode({Class::request, Method::binding, id, {}});
  add_fingerprint(bytes);
  return bytes;
}

std::optional<BindingAnswer> binding_answer(View datagram) {
  const auto message = decode(datagram);
  if (!message || message->method != Method::binding) return std::nullopt;
  BindingAnswer answer{message->id, {}, {}};
  switch (message->kind) {
    case Class::request:
    case Class::indication:
      return std::nullopt;
    case Class::success:
      if (!mapped_address(*message)) return std::nullopt;
      return answer;
    case Class::error:
      break;
  }
  answer.error = error_code(*message);
  if (!answer.error) return std::nullopt;
  if (answer.error == try_alternate) answer.sends_to = alternate_server(*message);
  return answer;
}

}  // namespace deskready::network::stun
