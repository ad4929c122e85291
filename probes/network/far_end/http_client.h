// HTTP transfers by libcurl's multi interface, driven by asio through libcurl's socket and timer callbacks.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "probes/detail.h"
#include "probes/network/sockets/tcp_options.h"

namespace deskready::network {

/// One transfer; filled by the caller before start(), and by the client until `done`. Callbacks run on the
/// io_context's thread; to end the transfer from within `received` or `send`, return false or 0.
/// Neither redirects nor the environment's proxies are followed: the line is measured to the far end itself.
/// Certificates are held against the system's authorities, or those of the file that SSL_CERT_FILE names.
struct HttpTransfer {
  std::string url;
  std::string connect_to;  ///< numeric address that stands in for the URL's host; empty looks the name up
  std::uint16_t connect_port = 0;  ///< with `connect_to`: stands in for the URL's port; 0 is the URL's
  bool post = false;
  std::string body;                                     ///< of a POST without `send`
  std::function<std::size_t(char*, std::size_t)> send;  ///< fills the buffer of an upload; 0 ends it
  std::uint64_t send_bytes = 0;  ///< size of that upload; 0 when it is not known before (chunked)
  std::function<bool(std::size_t)> received;  ///< the bytes of each piece of a good answer; false ends
  bool endless = false;                       ///< an answer that the far end ends by itself broke off
  std::uint64_t pacing_rate = 0;              ///< bit/s at which this end sends; 0 is unpaced
  std::uint64_t receive_rate = 0;             ///< bit/s at which this end takes; 0 is unlimited
  Sending sending = Sending::keeps_short;
  int largest_segment = 0;  ///< bytes of one TCP segment at most, both ways; 0 leaves it to the system
  bool public_address_only = false;  ///< refuse addresses of this computer and of private networks
  double connect_seconds = 5;
  double stall_seconds = 8;  ///< a transfer in which nothing moves for so long has failed
  double total_seconds = 40;
  std::function<void()> done;

  int fd = -1;                 ///< the socket while connected, for TCP_INFO
  std::string congestion;      ///< as set on the socket: "bbr"
  std::string far_congestion;  ///< as a responder says that it set for what it sends
  std::string peer_address;    ///< numeric, as connected; IPv6 without brackets
  std::uint16_t peer_port = 0;
  long status = 0;
  double answer_seconds = 0;     ///< from the request to the first byte of the answer
  std::int64_t retry_after = 0;  ///< seconds, from a refusal; 0 when none was named
  std::string content_type;      ///< as the far end calls it
  std::string sends_to;          ///< the whole address that a redirect names; it is not followed
  std::string response;          ///< the body where `received` is not there or was not called; at most 1 MB
  Explanation error;             ///< empty when the transfer ended well or was ended by us
  bool unanswered = false;       ///< it connected, and then nothing came back in time
  bool ended_by_us = false;
};

/// Not thread-safe: use from the io_context's thread only. Transfers that still run end with it, without
/// their `done`.
class HttpClient {
 public:
  explicit HttpClient(boost::asio::io_context& loop);
  ~HttpClient();
  void start(std::shared_ptr<HttpTransfer> transfer);
  /// Ends it now; `done` is not called. Not from within `received` or `send`.
  void cancel(const std::shared_ptr<HttpTransfer>& transfer);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Runs one transfer on a loop of its own, in this thread, until it has ended or `stop` is requested.
void perform(const std::shared_ptr<HttpTransfer>& transfer, const std::stop_token& stop);

}  // namespace deskready::network
