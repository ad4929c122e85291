#include "agent/responder/settings.h"

#include <fmt/format.h>
#include <sodium.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <sstream>
#include <vector>

#include "agent/cli/help.h"
#include "config/base/files.h"
#include "config/base/host_port.h"
#include "config/base/text.h"
#include "probes/network/far_end/url.h"
#include "probes/network/lookup/address.h"
#include "reports/words/refusals/choice_words.h"

namespace deskready {
namespace {

struct Given {
  std::string listen = "[::]:8443", metrics, secret_file;
  std::vector<std::string> trusted, balancers;
};

/// False where the option's text is no place to listen at.
bool take(const std::string& text, std::string& address, std::uint16_t& port) {
  auto place = parse_listening(text);
  if (!place) return false;
  address = std::move(place->host);
  port = place->port;
  return true;
}

/// A numeric address of one computer, and a port.
bool can_be_advertised(const std::string& text) {
  const auto place = parse_host_port(text);
  return place && network::is_numeric(place->host) && place->host != "0.0.0.0" && place->host != "::";
}

/// The error names the option.
tl::expected<std::vector<network::Prefix>, std::string> networks(const std::vector<std::string>& texts,
                                                                 const char* option) {
  std::vector<network::Prefix> prefixes;
  for (const std::string& text : texts) {
    const auto prefix = network::parse_prefix(text);
    if (!prefix) {
      return tl::unexpected(
          fmt::format("{} {} is no network; write it like 203.0.113.0/24 or 2001:db8::/32", option, text));
    }
    prefixes.push_back(*prefix);
  }
  return prefixes;
}

/// The file's content is the secret's seed: 32 bytes or more. Its group may read it, for so the service
/// manager hands credentials over (LoadCredential=); nobody else may, and none but its owner may change it.
tl::expected<network::Secret, std::string> secret_of(const std::string& file) {
  constexpr std::size_t least = 32, most = 4095;
  auto bytes = read_regular_file(file, most);
  if (!bytes) return tl::unexpected(fmt::format("--secret-file: {}", bytes.error()));
  using std::filesystem::perms;
  std::error_code error;
  const perms open_to_others = perms::others_all | perms::group_write;
  const auto about = std::filesystem::status(file, error);
  if (error || (about.permissions() & open_to_others) != perms::none) {
    return tl::unexpected(fmt::format(
        "the secret {} can be read by everyone or changed by others than its owner; `chmod 640` it", file));
  }
  if (bytes->size() < least) {
    return tl::unexpected(fmt::format(
        "the secret {} must have {} to {} bytes; make one with `head -c 32 /dev/urandom | base64`", file,
        least, most));
  }
  network::Secret secret;
  crypto_generichash(secret.data(), secret.size(), reinterpret_cast<const unsigned char*>(bytes->data()),
                     bytes->size(), nullptr, 0);
  sodium_memzero(bytes->data(), bytes->size());
  return secret;
}

/// A part of the help.
class Group {
 public:
  Group(CLI::App& app, const char* name) : app_(app), name_(name) {}

  /// `value`: what stands behind the option's name.
  template <class Value>
  CLI::Option* option(const char* name, Value& target, const char* value, const char* what) {
    return app_.add_option(name, target, what)->type_name(value)->group(name_);
  }
  template <class Target>
  CLI::Option* flag(const char* name, Target& target, const char* what) {
    return app_.add_flag(name, target, what)->group(name_);
  }

 private:
  CLI::App& app_;
  const char* name_;
};

/// Of whole numbers; its bounds stand in the option's own sentence.
template <class Number>
CLI::Validator between(Number least, Number most) {
  return CLI::Range(least, most).description("");
}

void add_limits(CLI::App& app, network::ResponderOptions& options, Given& given) {
  Group group(app, "Limits");
  group
      .option("--sessions", options.max_sessions, "COUNT",
              "Most checks at once, up to 10,000; those beyond are told to come back")
      ->check(between(0, 10'000))
      ->capture_default_str();
  group
      .option("--session-rate", options.max_session_rate, "BIT/S",
              "Most bit/s that one check is sent, from 1,000,000")
      ->check(between(std::uint64_t{1'000'000}, std::uint64_t{100'000'000'000}))
      ->capture_default_str();
  group
      .option("--address-rate", options.max_address_rate, "BIT/S",
              "Most bit/s to one address (IPv4, or IPv6 /64); without it twice --session-rate")
      ->check(between(std::uint64_t{1'000'000}, std::uint64_t{1'000'000'000'000}));
  group.option("--trust-network", given.trusted, "NETWORK",
               "A network whose addresses may take ten times the share, such as an office: 203.0.113.0/24");
}

void add_monitoring(CLI::App& app, ResponderSettings& settings, Given& given) {
  Group group(app, "What it tells");
  group.option("--metrics", given.metrics, "ADDRESS:PORT",
               "Where it serves /metrics (OpenMetrics), /healthz and /readyz: 127.0.0.1:9464");
  group
      .option("--access-log", settings.access_log, "FILE",
              "A file that gets one line of JSON for each check; - is standard output")
      ->check([](const std::string& file) {
        return file.empty() ? std::string("it names no file; leave it out, or name one") : std::string();
      });
  group.flag("--whole-addresses", settings.whole_addresses,
             "Write whole addresses into the access log, not /24 and /48");
}

void add_place(CLI::App& app, network::ResponderOptions& options, Given& given) {
  Group group(app, "Where it serves");
  group
      .option("--listen", given.listen, "ADDRESS:PORT",
              "Address and port, for TCP and UDP; [::] is IPv4 as well")
      ->capture_default_str();
  auto* certificate =
      group.option("--certificate", options.certificate_file, "FILE", "Certificate chain, PEM");
  auto* key = group.option("--key", options.key_file, "FILE", "Private key, PEM");
  certificate->needs(key);
  key->needs(certificate);
  group.flag("--expired-certificate", options.expired_certificate,
             "Serve even with a certificate that has expired");
  group.option("--secret-file", given.secret_file, "FILE",
               "A secret that several far ends share, so that each accepts the others' sessions");
  group.option("--advertise", options.advertised, "ADDRESS:PORT",
               "To which agents send UDP, where a balancer takes TCP");
  group.option("--balancer", given.balancers, "NETWORK",
               "A network whose connections begin with the PROXY protocol (1 or 2)");
  group.option("--elsewhere", options.elsewhere, "URL", "Another far end, named while this one stops");
}

tl::expected<ResponderSettings, std::string> complete(ResponderSettings settings, const Given& given) {
  network::ResponderOptions& options = settings.options;
  if (!take(given.listen, options.address, options.port)) {
    return tl::unexpected(
        fmt::format("--listen {} is no address with a port; write it like 0.0.0.0:8700", given.listen));
  }
  if (!given.metrics.empty() && !take(given.metrics, options.metrics_address, options.metrics_port)) {
    return tl::unexpected(
        fmt::format("--metrics {} is no address with a port; write it like 127.0.0.1:9464", given.metrics));
  }
  if (!options.advertised.empty() && !can_be_advertised(options.advertised)) {
    return tl::unexpected(
        fmt::format("--advertise {} is no numeric address with a port; write it like 203.0.113.7:8443",
                    options.advertised));
  }
  if (!options.elsewhere.empty() && !network::url_fault(options.elsewhere).empty()) {
    return tl::unexpected(fmt::format(
        "--elsewhere {} is no address of a far end; write it like https://edge.example", options.elsewhere));
  }
  auto trusted = networks(given.trusted, "--trust-network");
  if (!trusted) return tl::unexpected(trusted.error());
  options.trusted = std::move(*trusted);
  auto balancers = networks(given.balancers, "--balancer");
  if (!balancers) return tl::unexpected(balancers.error());
  options.balancers = std::move(*balancers);
  if (!given.secret_file.empty()) {
    const auto secret = secret_of(given.secret_file);
    if (!secret) return tl::unexpected(secret.error());
    options.secret = *secret;
  }
  return settings;
}

/// The program's command line.
struct CommandLine {
  CommandLine() {
    app.formatter(help_formatter());
    app.set_version_flag("--version", DESKREADY_VERSION);
    app.set_config("--settings", "", "A file of these options, each as name = value, read again on SIGHUP");
    app.allow_config_extras(CLI::config_extras_mode::error);
    add_place(app, settings.options, given);
    add_limits(app, settings.options, given);
    add_monitoring(app, settings, given);
    app.footer(
        "Example:\n  deskready-responder --listen [::]:443 --certificate edge.pem --key edge.key\n\n"
        "Without a certificate it serves plain http, for laboratories.");
  }

  ResponderSettings settings;
  Given given;
  CLI::App app{"The far end that deskready measures lines to.", "deskready-responder"};
};

/// The file of settings, where the command line names one.
struct SettingsFile {
  std::string name, text;
};

/// The options' library would wait for ever where no ordinary file stands.
tl::expected<SettingsFile, std::string> read_settings_file(int argc, const char* const* argv) {
  constexpr std::size_t most = 1'000'000;
  constexpr std::string_view option = "--settings";
  SettingsFile file;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    std::string_view name;
    if (word == option && i + 1 < argc) name = argv[i + 1];
    if (word.starts_with(option) && word.substr(option.size()).starts_with('='))
      name = word.substr(option.size() + 1);
    if (name.empty()) continue;
    const auto text = read_regular_file(std::string(name), most);
    if (!text)
      return tl::unexpected(fmt::format(
          "--settings {}: {}; name a file of these options, each as name = value", name, text.error()));
    file = {std::string(name), *text};
  }
  return file;
}

/// Whether this much of a file has a fault of its own; an option that misses another may find it further on.
bool has_fault(std::string_view text) {
  try {
    std::istringstream stream{std::string(text)};
    CommandLine().app.parse_from_stream(stream);
  } catch (const CLI::RequiresError&) {
  } catch (const std::exception&) {
    return true;
  }
  return false;
}

/// The first line with which the file has a fault, which the options' library does not tell; 0 for none.
std::size_t line_at_fault(std::string_view text) {
  if (!has_fault(text)) return 0;
  std::vector<std::size_t> ends;  // of each line
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
    ends.push_back(end + 1);
  ends.push_back(text.size());
  const auto found = std::partition_point(ends.begin(), ends.end() - 1,
                                          [&](std::size_t end) { return !has_fault(text.substr(0, end)); });
  return static_cast<std::size_t>(found - ends.begin()) + 1;
}

/// The last line that sets the option with which the fault's sentence begins; 0 for none.
std::size_t line_that_sets(std::string_view text, std::string_view sentence) {
  if (!sentence.starts_with("--")) return 0;
  const std::string_view name = sentence.substr(2, sentence.find_first_of(" :") - 2);
  std::size_t found = 0, number = 0;
  for (std::string_view line : split(text, '\n')) {
    ++number;
    line = trimmed(line);
    if (line.starts_with(name) && trimmed(line.substr(name.size())).starts_with('=')) found = number;
  }
  return found;
}

/// Names that a file of settings may set.
std::vector<std::string> setting_names() {
  const CommandLine line;
  std::vector<std::string> names;
  for (const CLI::Option* option : line.app.get_options()) {
    const auto& own = option->get_lnames();
    if (option->get_configurable()) names.insert(names.end(), own.begin(), own.end());
  }
  return names;
}

/// What is wrong with a line that sets none of the options; empty where it does set one.
std::string no_setting(std::string_view line) {
  line = trimmed(line);
  if (line.starts_with('['))
    return fmt::format("\"{}\": a file of settings has no parts; leave it out", line);
  const std::string_view name = trimmed(line.substr(0, line.find('=')));
  const auto names = setting_names();
  if (std::find(names.begin(), names.end(), name) != names.end()) return {};
  if (line.find('=') == std::string_view::npos)
    return fmt::format("\"{}\" is no setting; write it as name = value", line);
  return fmt::format(
      "there is no setting \"{}\"; {}", name,
      instead_of("en", lower(name), std::vector<std::string_view>(names.begin(), names.end())));
}

CannotServe cannot_serve(const SettingsFile& file, std::size_t line, std::string message) {
  if (line > 0) message = fmt::format("{}, line {}: {}", file.name, line, message);
  return {3, std::move(message)};
}

}  // namespace

tl::expected<ResponderSettings, CannotServe> read_responder_settings(int argc, const char* const* argv) {
  const auto file = read_settings_file(argc, argv);
  if (!file) return tl::unexpected(CannotServe{3, file.error()});
  CommandLine line;
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream help, fault;
    if (line.app.exit(error, help, fault) == 0) {
      fmt::print("{}", help.str());
      return tl::unexpected(CannotServe{0, {}});
    }
    const std::size_t at = line_at_fault(file->text);
    const std::string odd = at > 0 ? no_setting(split(file->text, '\n')[at - 1]) : std::string();
    return tl::unexpected(cannot_serve(*file, at, odd.empty() ? std::string(trimmed(fault.str())) : odd));
  }
  auto settings = complete(std::move(line.settings), line.given);
  if (settings) return std::move(*settings);
  return tl::unexpected(cannot_serve(*file, line_that_sets(file->text, settings.error()), settings.error()));
}

}  // namespace deskready
