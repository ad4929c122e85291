#include "agent/cli/service/tell.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/service/desktop_notice.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/settings/webhook.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr std::size_t largest_notice = 64 * 1024;
constexpr int tries = 4;
constexpr long seconds_a_try = 10;

std::string standard_input() {
  std::string text(largest_notice, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), stdin));
  return text;
}

std::string show(const json& notice) {
  return show_on_desktop(text_of(notice, "title"), text_of(notice, "text"),
                         text_of(notice, "verdict") == "not_ready");
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

int tell_command(bool desktop, bool webhook) {
  const std::string input = standard_input();
  const std::size_t first = webhook ? std::min(input.find('\n'), input.size()) : 0;
  const std::string address = input.substr(0, first);
  const std::string text = webhook ? input.substr(std::min(first + 1, input.size())) : input;
  const auto notice = read_json(text);
  if (!notice || !notice->is_object() || desktop == webhook) {
    complain(
        "tell passes on a notice from its standard input, by --desktop or, after a line with the address, by "
        "--webhook");
    return exit_unable;
  }
  const std::string fault = webhook ? webhook_fault(address) : "";
  const std::string why = desktop ? show(*notice) : fault.empty() ? post(address, text) : fault;
  if (!why.empty()) complain(fmt::format("nobody was told: {}", why));
  return why.empty() ? 0 : exit_unable;
}

void add_tell(CLI::App& app, int& code) {
  struct Words {
    bool webhook = false, desktop = false;
  };
  const auto words = std::make_shared<Words>();
  CLI::App* tell = app.add_subcommand("tell")->group("");
  tell->add_flag("--desktop", words->desktop);
  tell->add_flag("--webhook", words->webhook);
  tell->callback([words, &code] { code = tell_command(words->desktop, words->webhook); });
}

}  // namespace deskready
