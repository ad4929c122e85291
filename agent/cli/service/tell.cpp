#include "agent/cli/service/tell.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "config/base/json_read.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr std::size_t largest_notice = 64 * 1024;
constexpr int tries = 4;
constexpr long seconds_a_try = 10;

std::string standard_input() {
  std::string text;
  char part[4096];
  ssize_t got = 0;
  while (text.size() < largest_notice && (got = read(STDIN_FILENO, part, sizeof part)) > 0) {
    text.append(part, static_cast<std::size_t>(got));
  }
  return text;
}

struct CloseBus {
  void operator()(sd_bus* bus) const { sd_bus_flush_close_unref(bus); }
};

/// By the desktop notifications specification; critical ones stay until they are seen.
std::string show(const json& notice) {
  sd_bus* raw = nullptr;
  const int opened = sd_bus_open_user(&raw);
  const std::unique_ptr<sd_bus, CloseBus> bus(raw);
  if (opened < 0) return fmt::format("there is no session bus: {}", strerror(-opened));
  const std::string title = text_of(notice, "title");
  const std::string text = text_of(notice, "text");
  const bool bad = text_of(notice, "verdict") == "not_ready";
  sd_bus_error error = SD_BUS_ERROR_NULL;
  const int called =
      sd_bus_call_method(bus.get(), "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                         "org.freedesktop.Notifications", "Notify", &error, nullptr, "susssasa{sv}i",
                         "deskready", 0u, bad ? "dialog-warning" : "dialog-information", title.c_str(),
                         text.c_str(), 0, 1, "urgency", "y", bad ? 2 : 1, -1);
  const std::string why = called < 0
                              ? fmt::format("the desktop shows no notifications: {}",
                                            error.message == nullptr ? strerror(-called) : error.message)
                              : "";
  sd_bus_error_free(&error);
  return why;
}

struct CloseCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// One try; empty when the other side took it. `again` says whether another try makes sense.
std::string post_once(CURL* curl, bool& again) {
  const CURLcode result = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  again = result != CURLE_OK ? result != CURLE_URL_MALFORMAT && result != CURLE_UNSUPPORTED_PROTOCOL
                             : status == 429 || status >= 500;
  if (result != CURLE_OK) return curl_easy_strerror(result);
  return status >= 200 && status < 300 ? "" : fmt::format("it answered with status {}", status);
}

std::string post(const std::string& address, const std::string& body) {
  const std::unique_ptr<CURL, CloseCurl> curl(curl_easy_init());
  const std::unique_ptr<curl_slist, FreeList> headers(
      curl_slist_append(nullptr, "Content-Type: application/json"));
  if (!curl || !headers) return "out of memory";
  curl_easy_setopt(curl.get(), CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, seconds_a_try);
  curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, "deskready/" DESKREADY_VERSION);
  curl_easy_setopt(
      curl.get(), CURLOPT_WRITEFUNCTION,
      +[](char*, std::size_t size, std::size_t count, void*) { return size * count; });
  std::string why;
  for (int attempt = 0; attempt < tries; ++attempt) {
    if (attempt > 0) std::this_thread::sleep_for(std::chrono::seconds(1 << attempt));
    bool again = false;
    why = post_once(curl.get(), again);
    if (why.empty() || !again) break;
  }
  return why;
}

}  // namespace

int tell_command(bool desktop, const std::string& webhook) {
  const std::string text = standard_input();
  const json notice = json::parse(text, nullptr, false);
  if (!notice.is_object() || desktop == !webhook.empty()) {
    complain("tell passes on a notice from its standard input, by --desktop or by --webhook ADDRESS");
    return exit_unable;
  }
  const std::string why = desktop ? show(notice) : post(webhook, text);
  if (!why.empty()) complain(fmt::format("nobody was told: {}", why));
  return why.empty() ? 0 : exit_unable;
}

}  // namespace deskready
