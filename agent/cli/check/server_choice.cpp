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

/// "Frankfurt, Germany; run by Clouvider"
std::string row_of(const network::ListedServer& server) {
  const std::string name = for_terminal(server.name);
  const std::string by = for_terminal(server.operated_by);
  return by.empty() || name.find(by) != std::string::npos ? name : fmt::format("{}; run by {}", name, by);
}

}  // namespace

std::string ask_for_server(Conversation& person, const PublicTests& settings) {
  talk(in_lines(
      fmt::format("Fetching the list from {}.", for_terminal(network::host_name(settings.servers)))));
  const auto servers = network::fetch_server_list(settings.servers, {});
  if (!servers) {
    complain(fmt::format("there is no list of public speed tests at {}: {}; choose another way, or try later",
                         settings.servers, unmarked(detail_sentence("en", servers.error().written()))));
    return {};
  }
  std::vector<std::string> rows;
  for (const network::ListedServer& server : *servers) rows.push_back(row_of(server));
  const auto answer = person.ask(
      "Which server? One near you shows most of what your line can do. Whoever runs it sees this computer's "
      "internet address; nobody else on the list is contacted.",
      rows);
  const auto chosen = std::find(rows.begin(), rows.end(), answer.value_or(""));
  return chosen == rows.end() ? std::string()
                              : (*servers)[static_cast<std::size_t>(chosen - rows.begin())].address;
}

}  // namespace deskready
