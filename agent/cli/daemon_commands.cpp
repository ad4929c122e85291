#include "agent/cli/daemon_commands.h"

#include <cstdio>

#include "agent/cli/control_client.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr int unable = 3;

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// "2026-11-24T09:30:00Z" as the person's own clock shows it; the text itself where it is no time.
std::string local_time(const std::string& rfc3339) {
  std::tm utc{};
  if (strptime(rfc3339.c_str(), "%Y-%m-%dT%H:%M:%S", &utc) == nullptr) return rfc3339;
  const std::time_t when = timegm(&utc);
  std::tm local{};
  if (localtime_r(&when, &local) == nullptr) return rfc3339;
  char text[64];
  const std::size_t size = std::strftime(text, sizeof text, "%a %e %b, %H:%M", &local);
  return std::string(text, size);
}

std::string what_it_does(const json& status) {
  const std::string state = text_of(status, "state");
  if (state == "checking") return "A check is running now.";
  if (state == "paused") return "Checks are paused; `deskready resume` goes on.";
  const std::string next = text_of(status, "next_run");
  return next.empty() ? "No check is planned." : fmt::format("The next check is {}.", local_time(next));
}

std::string what_it_found(const json& status) {
  const std::string verdict = text_of(status, "verdict");
  const std::string since = local_time(text_of(status, "since"));
  const std::string reason = text_of(status, "reason");
  const std::string because = reason.empty() ? "." : fmt::format(": {}", reason);
  if (verdict == "ready") return fmt::format("Ready since {}.", since);
  if (verdict == "ready_with_warnings")
    return fmt::format("Ready, with a warning, since {}{}", since, because);
  if (verdict == "incomplete") return fmt::format("Not decided yet since {}{}", since, because);
  if (verdict == "not_ready") return fmt::format("Not ready since {}{}", since, because);
  return "Nothing was checked yet.";
}

/// The service's answer, or nothing after telling the person why there is none.
std::optional<json> asked(std::string_view method, std::string_view target) {
  const auto answer = ask_daemon(method, target);
  if (!answer) {
    fmt::print(stderr, "deskready: {}\n", answer.error());
    return std::nullopt;
  }
  if (answer->status >= 400) {
    fmt::print(stderr, "deskready: {}\n", text_of(answer->body, "error"));
    return std::nullopt;
  }
  return answer->body;
}

int say_after(std::string_view target, std::string_view sentence) {
  if (!asked("POST", target)) return unable;
  fmt::print("{}\n", sentence);
  return 0;
}

}  // namespace

int status_command() {
  const auto status = asked("GET", "/status");
  if (!status) return unable;
  fmt::print("{}\n{}\n", what_it_found(*status), what_it_does(*status));
  if (const std::string trouble = text_of(*status, "trouble"); !trouble.empty()) fmt::print("{}\n", trouble);
  return 0;
}

int trigger_command() {
  const auto answer = asked("POST", "/trigger");
  if (!answer) return unable;
  const bool already = answer->value("already", false);
  fmt::print("{} `deskready status` tells when it has ended.\n",
             already ? "A check was running already." : "A check has begun.");
  return 0;
}

int pause_command() {
  return say_after("/pause", "Paused: no check runs until `deskready resume`.");
}

int resume_command() {
  return say_after("/resume", "Checks go on.");
}

}  // namespace deskready
