// What other computers and the system's own sockets say, and addresses of both.
#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/base/host_port.h"
#include "config/settings/webhook.h"
#include "config/spec/far_end_url.h"
#include "config/spec/language/target_lists.h"
#include "config/spec/line_server.h"
#include "config/spec/stun_address.h"
#include "config/spec/targets/reach.h"
#include "config/spec/targets/target_place.h"
#include "config/spec/turn_address.h"
#include "probes/network/far_end/grant.h"
#include "probes/network/far_end/server_list.h"
#include "probes/network/far_end/url.h"
#include "probes/network/here/linux/netlink_answer.h"
#include "probes/network/lookup/address.h"
#include "probes/network/reach/sent_lately.h"
#include "probes/network/reach/well_known.h"
#include "probes/network/responder/connecting/proxy_header.h"
#include "probes/network/responder/request_target.h"
#include "probes/network/stun/binding.h"
#include "probes/network/stun/contents.h"
#include "probes/network/stun/proof.h"
#include "probes/network/turn/channel_data.h"
#include "probes/network/turn/credentials.h"
#include "probes/network/turn/frames.h"
#include "probes/network/turn/login.h"
#include "tests/fuzz/target.h"

namespace deskready {
namespace {

using fuzz::must;
namespace ip = boost::asio::ip;

std::span<const unsigned char> octets(std::string_view input) {
  return {reinterpret_cast<const unsigned char*>(input.data()), input.size()};
}

FUZZ_TARGET(session_answer) {
  const std::string answer(input);
  network::outdated_by(answer);
  const auto granted = network::read_grant(answer);
  if (!granted || !*granted) return;
  const auto& session = *granted;
  must(!session->token.empty() && session->max_rate > 0 && session->ssid > 0,
       "a session has all that it needs");
  must(session->token.find_first_of("&?#/% \r\n") == std::string::npos, "a token adds nothing to a request");
  must(session->udp_address.empty() || session->udp_port > 0, "packets go to a port");
}

FUZZ_TARGET(server_list) {
  for (const network::ListedServer& server : network::read_server_list(input)) {
    must(network::url_fault(server.address).empty(), "each can be asked at its address");
    must(!server.name.empty() && !server.address.ends_with('/'), "each has a name, and a path may follow");
  }
}

/// Both kinds of answer, and both families.
FUZZ_TARGET(netlink) {
  for (const int family : {AF_INET, AF_INET6}) {
    const network::RouteAnswer route = network::route_in(input, family);
    boost::system::error_code bad;
    if (!route.gateway.empty()) ip::make_address(route.gateway, bad);
    must(!bad, "a gateway is an address");
  }
  if (const auto link = network::link_in(input))
    must(link->kind.find('\0') == std::string::npos, "a kind ends where its text does");
}

FUZZ_TARGET(proxy_header) {
  const auto bytes = octets(input);
  network::is_proxy_line(bytes);
  const auto rest = network::proxy_rest(bytes);
  if (rest) must(*rest <= network::longest_proxy, "no more is waited for than may be");
  for (const auto& client : {network::proxied_client(bytes), network::client_in_line(input)}) {
    if (!client) must(!client.error().empty(), "a refusal says why");
    if (!client || !*client) continue;
    boost::system::error_code bad;
    const auto address = ip::make_address(**client, bad);
    must(!bad && address.to_string() == **client, "a client is one address, written in one way");
    must(!address.is_v6() || !address.to_v6().is_v4_mapped(), "shares are by the address itself");
  }
}

FUZZ_TARGET(stun_message) {
  namespace stun = network::stun;
  const auto bytes = octets(input);
  const auto key = octets("key");
  for (const auto proven : {stun::integrity(bytes, key), stun::integrity_sha256(bytes, key)})
    must(proven != stun::Proven::right || input.size() >= stun::header_size, "a proof is of a message");
  const auto message = stun::decode(bytes);
  if (const auto answer = stun::binding_answer(bytes)) {
    must(message.has_value(), "an answer is a message");
    if (answer->sends_to) {
      boost::system::error_code bad;
      ip::make_address(answer->sends_to->host, bad);
      must(!bad && answer->sends_to->port > 0, "it sends to an address and a port");
    }
  }
  if (!message) return;
  std::size_t size = 0;
  for (const auto& one : message->attributes) size += one.value.size() + 4;
  must(size <= input.size(), "no attribute has more than the message");
  const auto again = stun::decode(stun::encode(*message));
  // A fingerprint is of the bytes as they came, padding and what was left out included.
  if (message->find(stun::Type::fingerprint) != nullptr) return;
  must(again && again->id == message->id && again->kind == message->kind &&
           again->method == message->method && again->attributes.size() == message->attributes.size(),
       "a message reads as it was");
}

/// An answer of a TURN server, and what is asked after it.
FUZZ_TARGET(turn_answer) {
  namespace stun = network::stun;
  namespace turn = network::turn;
  const auto bytes = octets(input);
  const auto message = stun::decode(bytes);
  if (!message) return;
  const auto answer = turn::answer_to(message->method, message->id, {}, bytes);
  must(!answer || answer->kind == stun::Class::success || stun::error_code(*answer).has_value(),
       "an answer is a success, or an error with its number");
  if (const auto own = stun::relayed_address(*message)) {
    boost::system::error_code bad;
    ip::make_address(own->host, bad);
    must(!bad && own->port > 0, "it relays from an address and a port");
    const auto hidden = stun::hidden_address(*own, message->id);
    must(hidden && stun::relayed_address({stun::Class::success,
                                          message->method,
                                          message->id,
                                          {{stun::Type::xor_relayed_address, *hidden}}}) == own,
         "an address reads as it was hidden");
  }
  const auto login = turn::login_for(*message, {"ann", "secret"});
  if (!login) return;
  must(!login->realm.empty() && login->realm.size() <= 763 && login->nonce.size() <= 763,
       "realm and nonce are such as the RFC allows");
  const auto asked = turn::request(stun::Method::allocate, message->id, {}, login);
  must(stun::integrity(asked, login->key) == stun::Proven::right && stun::decode(asked).has_value(),
       "a request is a message, and proven");
  must(!turn::answer_to(message->method, message->id, login, bytes) || message->kind == stun::Class::error ||
           stun::integrity(bytes, login->key) == stun::Proven::right,
       "a success is proven");
}

FUZZ_TARGET(channel_data) {
  namespace turn = network::turn;
  const auto bytes = octets(input);
  const auto read = turn::channel_data(bytes);
  if (!read) return;
  must(read->data.size() + turn::channel_header <= bytes.size(), "no data has more than the datagram");
  const auto again = turn::channel_packet(read->channel, read->data);
  must(std::equal(again.begin(), again.end(), bytes.begin()), "it is written as it was");
}

/// By the piece that it comes in and by the byte alike.
FUZZ_TARGET(turn_frames) {
  namespace turn = network::turn;
  const auto bytes = octets(input);
  turn::Frames whole, pieces;
  whole.take(bytes);
  std::vector<turn::Bytes> messages;
  while (auto one = whole.next()) messages.push_back(std::move(*one));
  std::size_t total = 0, at = 0;
  for (const auto& one : messages) total += one.size();
  must(total <= bytes.size(), "no message has more than what came");
  for (const unsigned char& byte : bytes) {
    pieces.take({&byte, 1});
    while (const auto one = pieces.next())
      must(at < messages.size() && *one == messages[at++], "they are those");
  }
  must(at == messages.size() && whole.broken() == pieces.broken(), "wherever they are cut");
}

FUZZ_TARGET(turn_credentials) {
  const auto read = network::turn::credentials_in(input);
  if (!read) return;
  must(!read->user.empty() && read->user.size() <= 508 && !read->password.empty(),
       "a user name fits its attribute");
  must((read->user + read->password).find_first_of("\r\n") == std::string::npos, "each is one line");
  const auto expiry = network::turn::expiry_of(read->user);
  must(!expiry || *expiry >= 0, "nothing expired before 1970");
}

FUZZ_TARGET(turn_address) {
  const auto read = read_turn_address(input);
  if (!read) {
    must(!read.error().message.empty() && !read.error().hint.empty(), "a fault says what to write");
    return;
  }
  must(stun_port_allowed(read->place.port) && !read->place.host.empty(), "it is a host and a usual port");
  must(same_line_server(input, input) && line_server_place(input) == read->place, "it is itself");
}

/// What is tried of a target, as a spec writes a port and as a probe is told the whole.
FUZZ_TARGET(reach) {
  const auto ports = read_reach_ports(input);
  if (ports) {
    must(!ports->empty() && ports->size() <= most_reach_ports, "a port is one or a few");
    for (const ReachPort& one : *ports) must(spec_may_try(one.port), "it may be tried");
  } else {
    must(!ports.error().message.empty() && !ports.error().hint.empty(), "a fault says what to write");
  }
  const auto all = read_reaches(input);
  if (!all) return;
  must(reach_text(*all) == input && same_target_place(input, input), "it is itself");
  must(!hosts_at(input).empty() && target_place_mark(input).size() == 16, "it is somewhere");
  for (const Reach& one : *all) must(!reach_host_fault(one.place.host), "each host may be named");
}

FUZZ_TARGET(sent_note) {
  constexpr WallTime now(std::chrono::seconds(1'764'460'800));
  const std::size_t sent = network::reach::sent_in_last_hour(input, now);
  must(sent <= most_reach_bytes, "no more than may be");
  const std::string note = network::reach::with_sent(input, now, 7);
  must(network::reach::sent_in_last_hour(note, now) == std::min(sent + 7, most_reach_bytes),
       "what is noted counts beside what was");
}

/// Answers to what anybody is asked by UDP.
FUZZ_TARGET(well_known) {
  constexpr network::reach::Nonce nonce = {0xAB, 0xCD, 3, 4, 5, 6, 7, 8};
  const auto bytes = octets(input);
  if (network::reach::is_dns_answer(bytes, nonce))
    must(bytes.size() >= 12 && (bytes[2] & 0x80) != 0, "an answer is no question");
  if (network::reach::is_ntp_answer(bytes, nonce)) must(bytes.size() >= 48, "an answer is whole");
}

FUZZ_TARGET(target_list) {
  const auto list = read_target_list(input, "list.toml");
  if (!list) {
    must(!list.error().empty() && !list.error().front().message.empty(), "a fault says what is wrong");
    return;
  }
  must(!list->provider.empty() && !list->rows.empty(), "a list is of somebody and has something");
  for (const ListedTarget& row : list->rows) {
    must(!row.target.name.empty() && !row.target.source.empty() && !row.target.published.empty(),
         "each row has a name and says where it is from");
    must(row.target.reading == "unofficial" && !reach_fault(row.target), "it is no word of the provider's");
  }
}

FUZZ_TARGET(request_target) {
  network::path_of(input);
  for (const char* name : {"token", "rate", "seconds", "protocol", ""}) network::query(input, name);
  for (const std::uint64_t most : {std::uint64_t{1}, std::uint64_t{10'000'000}}) {
    const std::uint64_t rate = network::rate_of(input, most);
    must(rate > 0 && rate <= most, "a rate is within what is allowed");
  }
  const double seconds = network::seconds_of(input, 30);
  must(seconds > 0 && seconds <= 30, "a load ends");
  must(network::protocol_of(input) >= 1, "a protocol is one");
}

/// The parts of an address as libcurl, which connects to it, reads them.
class Parts {
 public:
  explicit Parts(const std::string& url) : handle_(curl_url(), curl_url_cleanup) {
    read_ = curl_url_set(handle_.get(), CURLUPART_URL, url.c_str(), 0) == CURLUE_OK;
  }
  bool read() const { return read_; }
  std::string part(CURLUPart which) const {
    char* text = nullptr;
    if (curl_url_get(handle_.get(), which, &text, 0) != CURLUE_OK) return {};
    const std::unique_ptr<char, void (*)(void*)> owned(text, curl_free);
    return text;
  }

 private:
  std::unique_ptr<CURLU, void (*)(CURLU*)> handle_;
  bool read_ = false;
};

FUZZ_TARGET(webhook_url) {
  if (!webhook_fault(input).empty()) return;
  must(input.find('\0') == std::string_view::npos, "an address is text");
  const Parts parts{std::string(input)};
  if (!parts.read()) return;  // nothing is sent then
  must(parts.part(CURLUPART_USER).empty() && parts.part(CURLUPART_PASSWORD).empty(),
       "no name before the host");
  const std::string host = parts.part(CURLUPART_HOST), scheme = parts.part(CURLUPART_SCHEME);
  must(scheme == "https" || host.starts_with("127.") || host == "[::1]",
       "in the clear to this computer only");
  if (scheme == "https" || host == "[::1]") return;
  boost::system::error_code bad;
  const auto address = ip::make_address(host, bad);
  must(!bad && address.is_loopback(), "which is named by its number");
}

FUZZ_TARGET(far_end_url) {
  const std::string url(input);
  if (const auto place = parse_host_port(input))
    must(to_text(*place) == input, "a host and a port have one form");
  network::host_name(url);
  network::url_fault(url);
  network::is_public(url);
  if (far_end_url_fault(input)) return;
  must(network::url_fault(url).empty(), "what a spec may name can be asked");
  must(same_far_end(input, input), "it is itself");
  const Parts parts(url);
  if (!parts.read()) return;
  must(parts.part(CURLUPART_USER).empty(), "no name before the host");
  const std::string port = parts.part(CURLUPART_PORT);
  must(port.empty() || port == "80" || port == "443" || port == "8080" || port == "8443" || port == "8700",
       "no other port is connected to");
}

}  // namespace
}  // namespace deskready
