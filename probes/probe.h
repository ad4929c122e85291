// What a probe is and what it is given. Probes see questions, never rules; they measure and never judge.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "config/base/time.h"
#include "config/facts/fact_key.h"
#include "config/settings/scheduled_sound.h"
#include "probes/fact.h"

namespace deskready {

namespace network {
class FarEnd;
}

enum class Depth : std::uint8_t { quick, full };

/// A key that rules ask for, with the limits at which they turn. Without limits the plain figure is wanted.
struct Question {
  FactKey key;
  std::vector<double> limits;  ///< base units, ascending
  /// Of a key with a target: where it is, as the specs name it. Empty where they name no place that can be
  /// measured to, or several.
  std::string place = {};
};

/// Counts bytes and seconds of load against the run's budget. Thread-safe.
class BudgetMeter {
 public:
  /// Seconds in which a run may load the line; no spec can lift it.
  static constexpr double most_load_seconds = 30;

  explicit BudgetMeter(std::uint64_t limit_bytes) : limit_(limit_bytes) {}
  /// Counts `bytes` and says whether the budget still holds; after false the caller stops sending.
  bool spend(std::uint64_t bytes) { return spent_.fetch_add(bytes) + bytes <= limit_; }
  std::uint64_t spent() const { return spent_.load(); }
  std::uint64_t left() const { return spent() >= limit_ ? 0 : limit_ - spent(); }

  /// The agent counts these; probes ask the guard.
  void loaded(double seconds) { load_seconds_.fetch_add(seconds); }
  double load_left() const { return most_load_seconds - load_seconds_.load(); }

 private:
  std::atomic<std::uint64_t> spent_{0};
  std::atomic<double> load_seconds_{0};
  std::uint64_t limit_;
};

/// Answers for the person's comfort: asked right before each playback or load. Thread-safe.
class Guard {
 public:
  virtual ~Guard() = default;
  /// Nothing when sound may be played now, else why not.
  virtual std::optional<Unmeasured> may_play() = 0;
  /// Nothing when the line may be loaded now, else why not.
  virtual std::optional<Unmeasured> may_load() = 0;
};

/// Talk with the person in front of the computer. Thread-safe; never blocks past the stop token.
class Conversation {
 public:
  virtual ~Conversation() = default;
  /// A short present-tense line of progress: "Measuring download".
  virtual void progress(std::string_view what) = 0;
  /// Asks and waits; nothing when nobody is there, or the person skips.
  virtual std::optional<std::string> ask(std::string_view question, std::span<const std::string> answers) = 0;
};

/// What a probe gets. References outlive the call.
struct Context {
  std::vector<Question> questions;  ///< those about this probe's facts
  Depth depth = Depth::quick;
  const Facts& facts;  ///< what earlier probes found
  std::stop_token stop;
  Clock& clock;
  BudgetMeter& budget;
  Guard& guard;
  Conversation& conversation;
  network::FarEnd& far_end;
  ScheduledSound sound = ScheduledSound::loop;  ///< the most that may be done with sound
  std::filesystem::path root = "/";             ///< a recorded machine's tree, or "/"
  std::vector<std::string> sound_worker;        ///< command line of the sound worker process
  /// Stops when the probes that occupy link or sound have all ended; for probes that watch them. One that can
  /// never stop means that there are none.
  std::stop_token company = {};
  /// The owner's files with credentials for TURN servers, by their hosts in lower case.
  std::map<std::string, std::filesystem::path> relay_credentials = {};
  /// Where it is noted how much was sent to find out what can be reached; empty: nowhere.
  std::filesystem::path sent_note = {};

  /// Whether a question about the fact of this name was asked.
  bool asked(std::string_view fact_name) const;
};

/// A fact that was read and not measured.
Fact inventory(const Context& context, Value value, Method how);

/// What a probe keeps to itself while it runs; two that share one never overlap.
enum class Occupies : std::uint8_t { nothing, link, sound, processor };

/// A probe: a plain function and its line in the table. Which facts it answers is said in the catalogue. It
/// runs on a thread of its own, may block, returns soon (at most 0.5 s) after `stop` is requested, does not
/// throw, and answers each fact it was asked about: with a value or with a cause.
struct Probe {
  std::string_view name;                    ///< "network.call_stream"
  std::span<const std::string_view> facts;  ///< names_of(name): what it answers; all else is dropped
  Occupies occupies = Occupies::nothing;
  std::span<const std::string_view> after;  ///< probes whose facts it reads
  /// The most it may cost for these questions; bytes on the wire, seconds of wall time.
  Cost (*worst_cost)(std::span<const Question> questions, Depth depth);
  Facts (*measure)(Context& context);
  /// Seconds of wall time where line and devices are well; null where that is what it costs at worst.
  double (*usual_seconds)(std::span<const Question> questions, Depth depth) = nullptr;
};

/// Whether it is this probe that answers a key: one of two may be for the far end and the other for targets.
bool answers(const Probe& probe, const FactKey& key);

/// The one table of all probes. Adding one is one line here.
std::span<const Probe> probes();

/// Marks what was asked and is in neither map of `facts` with `why`. A question for all that there are
/// ("system.browser.<name>.version") is answered by any number of facts, and by none.
void answer_the_rest(Facts& facts, std::span<const Question> questions, const Unmeasured& why);
void answer_the_rest(Facts& facts, const Context& context, const Unmeasured& why);

}  // namespace deskready
