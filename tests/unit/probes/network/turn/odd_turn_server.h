// What a TURN server answers, for tests that bend it: an honest one by RFC 8656 that relays to itself.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "probes/network/stun/contents.h"
#include "probes/network/stun/proof.h"
#include "tests/unit/probes/network/stun/odd_stun_server.h"

namespace deskready::network::turn {

/// Written by hand rather than by the code under test, but for the layout of a message.
class OddTurnServer {
 public:
  struct Manners {
    bool asks_login = true;
    int nonces = 1;   ///< how many it takes before it is content: more are stale (438)
    int refuses = 0;  ///< the error with which it answers `refused`
    stun::Method refused = stun::Method::channel_bind;
    std::string realm = "acme.example";
    bool proves = true;         ///< its answers bear MESSAGE-INTEGRITY
    bool tells_address = true;  ///< of the relay
    bool relays = true;
    std::optional<HostPort> sends_to = {};  ///< error 300
  };

  explicit OddTurnServer(Manners manners)
      : manners_(std::move(manners)),
        server_([this](const stun::Bytes& request, int) { return answers_to(request); }) {}

  /// What it answers to one message, whatever brought it.
  std::vector<stun::Bytes> answers_to(const stun::Bytes& request) {
    const std::lock_guard lock(mutex_);
    return answers(request);
  }

  std::uint16_t port() const { return server_.port(); }
  /// The methods that were asked with a right login, or without where none is asked for, in their order.
  std::vector<stun::Method> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  int requests() const { return server_.requests(); }
  /// Seconds that the last Refresh asked for.
  std::optional<int> refreshed() const {
    const std::lock_guard lock(mutex_);
    return refreshed_;
  }

  static constexpr const char* user = "1764460800:A-1042";
  static constexpr const char* password = "c2VjcmV0";

 private:
  std::vector<stun::Bytes> answers(const stun::Bytes& request) {
    // Channel data of whatever channel comes back as it went.
    if (!request.empty() && request[0] >= 0x40) {
      if (manners_.relays) return {request};
      return {};
    }
    const auto message = stun::decode(request);
    if (!message || message->kind != stun::Class::request) return {};
    if (manners_.sends_to) return {elsewhere(*message)};
    if (manners_.asks_login && message->find(stun::Type::username) == nullptr)
      return {refusal(*message, 401)};
    const stun::Bytes key = stun::long_term_key(user, manners_.realm, password);
    if (manners_.asks_login && stun::integrity(request, key) != stun::Proven::right)
      return {refusal(*message, 401)};
    if (manners_.asks_login && nonce_of(*message) != nonce()) return {refusal(*message, 438)};
    if (manners_.asks_login && given_ < manners_.nonces) return {refusal(*message, 438)};
    asked_.push_back(message->method);
    if (manners_.refuses != 0 && message->method == manners_.refused)
      return {refusal(*message, manners_.refuses)};
    return {success(*message, key)};
  }

  std::string nonce() const { return "nonce" + std::to_string(given_); }

  static std::string nonce_of(const stun::Message& message) {
    return stun::text_in(message, stun::Type::nonce, 1000).value_or("");
  }

  static stun::Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

  stun::Bytes refusal(const stun::Message& to, int code) {
    std::vector<stun::Attribute> attributes = {
        {stun::Type::error_code,
         {0, 0, static_cast<unsigned char>(code / 100), static_cast<unsigned char>(code % 100)}}};
    if (code == 401 || code == 438) {
      ++given_;
      attributes.push_back({stun::Type::realm, bytes_of(manners_.realm)});
      attributes.push_back({stun::Type::nonce, bytes_of(nonce())});
    }
    return stun::encode({stun::Class::error, to.method, to.id, attributes});
  }

  stun::Bytes elsewhere(const stun::Message& to) const {
    stun::Bytes place = {0, 1, static_cast<unsigned char>(manners_.sends_to->port >> 8),
                         static_cast<unsigned char>(manners_.sends_to->port)};
    in_addr address{};
    inet_pton(AF_INET, manners_.sends_to->host.c_str(), &address);
    const auto* four = reinterpret_cast<const unsigned char*>(&address.s_addr);
    place.insert(place.end(), four, four + 4);
    return stun::encode({stun::Class::error,
                         to.method,
                         to.id,
                         {{stun::Type::error_code, {0, 0, 3, 0}}, {stun::Type::alternate_server, place}}});
  }

  stun::Bytes success(const stun::Message& to, const stun::Bytes& key) {
    std::vector<stun::Attribute> attributes;
    if (to.method == stun::Method::allocate && manners_.tells_address) {
      // 192.0.2.1, port 32853, as RFC 5769 hides it.
      attributes.push_back({stun::Type::xor_relayed_address, {0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43}});
    }
    if (const stun::Attribute* lifetime = to.find(stun::Type::lifetime); lifetime != nullptr)
      refreshed_ = lifetime->value.size() == 4 ? lifetime->value[2] << 8 | lifetime->value[3] : -1;
    stun::Bytes bytes = stun::encode({stun::Class::success, to.method, to.id, attributes});
    if (manners_.asks_login && manners_.proves) stun::add_integrity(bytes, key);
    return bytes;
  }

  const Manners manners_;
  mutable std::mutex mutex_;
  std::vector<stun::Method> asked_;
  std::optional<int> refreshed_;
  int given_ = 0;               ///< nonces
  stun::OddStunServer server_;  // last: it answers until it is gone
};

}  // namespace deskready::network::turn
