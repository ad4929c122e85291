// A headset that is computed: what is played comes back as it would through a loop with these faults, faster
// than real time and exactly the same each time.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "probes/audio/devices/server.h"
#include "probes/audio/worker/duplex.h"
#include "probes/audio/worker/session.h"

namespace deskready::audio {

struct SimulatedFaults {
  std::size_t delay = 6784;                               ///< samples from playing to recording
  double gain = 1;                                        ///< of the loop; 0: a closed headset
  std::vector<float> filter = {};                         ///< FIR on the loop and the room; empty: none
  double clip = std::numeric_limits<double>::infinity();  ///< end stop
  double noise = 0.0003;                                  ///< RMS of white noise in the room
  double offset = 0;
  double hum = 0;  ///< amplitude at `mains`, a third of it at its triple
  double mains = 50;
  double drift = 0;      ///< recording clock over playing clock, less 1
  bool swapped = false;  ///< left arrives right
  bool separate = true;  ///< left and right arrive apart; false: one microphone for both
  bool muted = false;
  std::vector<float> room = {};      ///< sound in the room from the first sample on
  std::size_t drop_at = SIZE_MAX;    ///< sample at which...
  std::size_t drop_length = 0;       ///< ...this many samples are lost
  bool drop_as_zeros = false;        ///< they arrive as zeros and not shortened
  std::size_t hang_at = SIZE_MAX;    ///< no sample comes from this one on
  std::size_t remove_at = SIZE_MAX;  ///< the microphone vanishes from the server at this sample
  std::size_t move_at = SIZE_MAX;    ///< the server moves the recording to another microphone
  std::size_t stuck_at = SIZE_MAX;   ///< the server answers nothing more
  std::size_t call_at = SIZE_MAX;    ///< another program begins to record from the headset
  unsigned seed = 1;
};

/// A Duplex and the server around it. 48 kHz.
class SimulatedHeadset : public Duplex {
 public:
  explicit SimulatedHeadset(SimulatedFaults faults, bool with_output = true);

  double rate() const override { return 48000; }
  bool with_output() const override { return output_; }
  std::span<const float> recorded(std::size_t channel) const override;
  bool wait(std::size_t count) override;
  void play(std::span<const float> left, std::span<const float> right) override;
  std::int64_t started() const override { return started_; }
  double elapsed() const override;

  /// What the server shows at this moment.
  tl::expected<ServerView, ServerError> view() const;
  /// The largest magnitude and the number of sounds that were played.
  double loudest() const { return loudest_; }
  int playbacks() const { return playbacks_; }

  static constexpr std::int64_t process = 4711;

 private:
  void run_to(std::size_t count);
  std::vector<float> arriving(std::size_t channel, std::size_t begin, std::size_t end) const;

  SimulatedFaults faults_;
  bool output_;
  std::array<std::vector<float>, 2> played_;
  std::array<std::vector<float>, 2> memory_;
  std::size_t recorded_ = 0;
  std::int64_t started_ = -1;
  double loudest_ = 0;
  int playbacks_ = 0;
};

/// Everything that one run of the sound part brings.
struct SessionResult {
  std::optional<Listening> listened;
  std::optional<Looping> looped;
  std::vector<Trouble> troubles;
};
SessionResult run_simulated(
    SimulatedHeadset& headset, SoundWork work = SoundWork::loop, double seconds = 1.8,
    const std::function<bool()>& allowed = [] { return true; });

}  // namespace deskready::audio
