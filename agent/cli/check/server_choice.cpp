#include "agent/cli/check/server_choice.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/cli/output.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/wrap.h"
#include "config/base/outward/outward.h"
#include "probes/network/far_end/server_list.h"
#include "probes/network/far_end/url.h"
#include "reports/words/detail_words.h"

namespace deskready {
namespace {

constexpr const char* none = "None of these";

/// "Frankfurt, Germany, run by Clouvider: fra.speed.example"
std::string row_of(const network::ListedServer& server) {
  std::string row = for_terminal(server.name);
  const std::string by = for_terminal(server.operated_by);
  if (!by.empty() && row.find(by) == std::string::npos) row += ", run by " + by;
  return row + ": " + for_terminal(network::host_name(server.address));
}

}  // namespace

std::string ask_for_server(Conversation& person, const PublicTests& settings) {
  talk(in_lines(fmt::format("Fetching the list from {}, which sees this computer's internet address.",
                            for_terminal(network::host_name(settings.servers)))));
  const auto servers = network::fetch_server_list(settings.servers, {});
  if (!servers) {
    complain(fmt::format("there is no list of public speed tests at {}: {}; choose another way, or try later",
                         settings.servers, unmarked(detail_sentence("en", servers.error().written()))));
    return {};
  }
  std::vector<std::string> rows;
  for (const network::ListedServer& server : *servers) rows.push_back(row_of(server));
  rows.emplace_back(none);
  const auto answer = person.ask(
      "Which server? One near you shows most of what your line can do. Whoever runs it sees this computer's "
      "internet address; nobody else on the list is contacted.",
      rows);
  const auto chosen = std::find(rows.begin(), rows.end(), answer.value_or(""));
  const auto place = static_cast<std::size_t>(chosen - rows.begin());
  return place < servers->size() ? (*servers)[place].address : std::string();
}

}  // namespace deskready
