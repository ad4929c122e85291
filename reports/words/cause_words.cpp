#include "reports/words/cause_words.h"

#include <algorithm>
#include <array>

#include "probes/detail.h"
#include "reports/words/detail_words.h"
#include "reports/words/history_words.h"

namespace deskready {
namespace {

struct Row {
  Cause cause;
  std::string_view sentence;  ///< "{detail}" stands for what exactly happened
  std::string_view action;    ///< what the person can do about it; may be empty
};

constexpr std::array table = {
    Row{Cause::no_far_end, "There was no far end to measure the line to.",
        "Ask the employer for a far end to name with --far-end, or take a public one with --public-test."},
    Row{Cause::far_end_busy, "The far end takes no more checks now: {detail}", "Try again later."},
    Row{Cause::far_end_failed, "The far end did not answer as it should: {detail}",
        "Check that this computer is online, then try again; if it stays so, tell the employer."},
    Row{Cause::public_far_end, "A public speed test cannot show this: it sends no packets back.",
        "Check again with the employer's own far end, once you know its address."},
    Row{Cause::no_device, "No such device was found.", "Plug the headset in, then check again."},
    Row{Cause::no_permission, "This computer does not allow it: {detail}", ""},
    Row{Cause::sound_server_stuck, "The computer's sound system does not answer.",
        "Restart the computer, then check again."},
    Row{Cause::device_changed, "The device changed while it was being measured.",
        "Leave the headset plugged in, then check again."},
    Row{Cause::busy, "A call is using the headset.", "Check again after the call."},
    Row{Cause::metered, "The line is metered, and nobody agreed to the cost.",
        "Agree to the data cost, or use another line."},
    Row{Cause::budget, "The allowance of this check, in data or in seconds of load, was used up first.", ""},
    Row{Cause::undecided, "The measurement does not show clearly whether the limit is met.",
        "Check again at another hour."},
    Row{Cause::too_few_samples, "Too little came back to say anything.", "Check again at another hour."},
    Row{Cause::other_traffic, "Other programs were using the line.",
        "Close downloads and streams, then check again."},
    Row{Cause::condition, "A condition of the test was not met: {detail}", ""},
    Row{Cause::not_selected, "This part was left out of the check.", "Run the whole check, without --only."},
    Row{Cause::not_recorded, "The facts that were given do not contain this.",
        "Record the facts again for this employer's spec, with facts --for."},
    Row{Cause::other_far_end, "It was measured to another far end than the employer names.",
        "Check this list by itself, and without --far-end or --public-test."},
    Row{Cause::not_asked, "The question was not asked.",
        "Run the same check with --guided added, in a terminal."},
    Row{Cause::refused, "You chose not to have this checked.", ""},
    Row{Cause::not_comparable, "It cannot be compared with what the employer wrote.", "Ask the employer."},
    Row{Cause::unknown_name, "This name is not known: {detail}", "Ask the employer."},
    Row{Cause::measured_only_up_to, "It was measured only up to {detail}.",
        "Check again with this employer's spec."},
    Row{Cause::too_little_history, "There are too few earlier checks: {detail}",
        "Leave the background service running; the earlier checks come with time."},
    Row{Cause::too_old, "It was measured too long ago: {detail}", "Run the check again."},
    Row{Cause::weak_evidence, "The employer wants it vouched for: {detail}",
        "Run the check with the employer's own far end."},
    Row{Cause::evidence, "You told it; the employer wants to see it too: {detail}",
        "Send it to the employer, who then confirms it."},
    Row{Cause::unsupported, "This version of deskready cannot measure it: {detail}", ""},
    Row{Cause::stopped, "The check was stopped before this was measured.", "Run the check again."},
    Row{Cause::on_battery, "The computer ran on its battery.", "Plug the computer in."},
    Row{Cause::postponed, "This was a light check; it is measured before the next shift.", ""},
    Row{Cause::failed, "It could not be measured: {detail}", ""},
    Row{Cause::agent_outdated, "This deskready is too old for the far end: {detail}",
        "Update deskready, then check again."},
    Row{Cause::far_end_outdated, "The far end is older than this deskready can use: {detail}",
        "Ask the employer to update their far end."},
    Row{Cause::target_failed, "A server that the employer names did not answer as it should: {detail}",
        "Check that this computer is online, then try again; if it stays so, tell the employer."},
    Row{Cause::line_slow, "The line is too slow to show this without being filled by the check: {detail}",
        "Check again with --depth full, which looks for longer, or over another line."},
    Row{Cause::in_between, "Something stands between this computer and the far end: {detail}",
        "Check again without it: switch it off where it is yours, or use another line."},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].cause) != i) return false;
  }
  return table.size() == static_cast<std::size_t>(Cause::in_between) + 1;
}
static_assert(in_order(), "the table has one line for each cause, in the enumeration's order");

/// What to do where what exactly happened tells more than its cause.
struct DetailAction {
  Detail detail;
  std::string_view action;
};
constexpr std::string_view right_clock =
    "Set this computer's clock right, then check again; else tell the employer.";
constexpr std::string_view wrong_address =
    "Ask the employer for the far end's right address: this computer is online, and something else answers "
    "there.";
constexpr std::string_view speak =
    "Check again with --guided, in a terminal, and read the sentence aloud as you would speak to a customer.";
constexpr std::string_view no_gate =
    "Switch noise suppression off, in the sound settings and in the headset's own program, then check again.";
constexpr DetailAction detail_actions[] = {
    {Detail::no_responder, wrong_address},
    {Detail::perhaps_no_responder, wrong_address},
    {Detail::redirects, wrong_address},
    {Detail::muted_on_the_way,
     "Switch the microphone on, at the headset and on its cable, then check again."},
    {Detail::converter_dead, "Plug the headset out and in again, then check again."},
    {Detail::no_speech, speak},
    {Detail::tone_not_speech, speak},
    {Detail::gated_pauses, no_gate},
    {Detail::gate_or_voice, no_gate},
    {Detail::typed_without_digits,
     "Check again with --guided, in a terminal; type only digits that you hear, and \"none\" where you hear "
     "none."},
    {Detail::udp_blocked,
     "Turn off any VPN, then check again; else ask whoever runs your router or network to let UDP out."},
    {Detail::refuses_connection, "Tell the employer: this computer is online, but their far end refuses it."},
    {Detail::name_not_found,
     "Check the far end's address; if no page opens in a browser either, restart the router."},
    {Detail::page_in_front,
     "Open a web browser: if a page asks you to sign in to this network, do that, then check again; else "
     "tell the "
     "employer."},
    {Detail::certificate_expired, right_clock},
    {Detail::certificate_not_yet_valid, right_clock},
};

const Row& row_of(Cause cause) {
  return table[static_cast<std::size_t>(cause)];
}

}  // namespace

std::string cause_detail(std::string_view language, Cause cause, const Arguments& arguments) {
  const auto detail = arguments.find("detail");
  if (detail != arguments.end() && !detail->second.empty())
    return unmarked(detail_sentence(language, arguments));
  return cause == Cause::too_little_history ? too_little_words(language, arguments) : std::string();
}

std::string cause_sentence(std::string_view language, Cause cause, const Arguments& arguments) {
  std::string english(row_of(cause).sentence);
  Arguments all = arguments;
  const std::string detail = all["detail"] = cause_detail(language, cause, arguments);
  constexpr std::string_view place = ": {detail}";
  if (english.ends_with(place)) {
    if (detail.empty()) {
      english.replace(english.size() - place.size(), place.size(), ".");
    } else if (!detail.ends_with('.')) {
      english += '.';
    }
  } else if (detail.empty() && english.find("{detail}") != std::string::npos) {
    english = "It was measured only up to a point.";
  }
  return tr(language, english, all);
}

std::string cause_action(std::string_view language, Cause cause, const Arguments& arguments) {
  const auto code = arguments.find("detail");
  const auto detail = code == arguments.end() ? std::nullopt : detail_from(code->second);
  for (const DetailAction& action : detail_actions)
    if (detail == action.detail) return tr(language, action.action);
  return tr(language, row_of(cause).action);
}

}  // namespace deskready
