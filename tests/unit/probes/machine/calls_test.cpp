// What the sound server's own words for a stream come to, for the background service and the headset's probe
// alike.
#include "probes/machine/calls.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>

#include "probes/machine/linux/sound_use.h"

namespace deskready {
namespace {

struct FreeProperties {
  void operator()(pa_proplist* properties) const { pa_proplist_free(properties); }
};

class Calls : public testing::Test {
 protected:
  Calls() {
    recording_.proplist = playback_.proplist = properties_.get();
    recording_.owner_module = playback_.owner_module = PA_INVALID_INDEX;
    recording_.name = "Recording";
    by("9999999", "firefox");
  }
  void by(const std::string& process, const std::string& program) {
    pa_proplist_sets(properties_.get(), PA_PROP_APPLICATION_PROCESS_ID, process.c_str());
    pa_proplist_sets(properties_.get(), PA_PROP_APPLICATION_PROCESS_BINARY, program.c_str());
  }
  bool recording_is_call() const { return is_call(sound_use(recording_)); }
  bool playback_is_call() const { return is_call(sound_use(playback_)); }

  std::unique_ptr<pa_proplist, FreeProperties> properties_{pa_proplist_new()};
  pa_source_output_info recording_{};
  pa_sink_input_info playback_{};
};

TEST_F(Calls, IsAnyOtherProgramThatRecords) {
  EXPECT_TRUE(recording_is_call());
  recording_.corked = 1;
  EXPECT_FALSE(recording_is_call());
}

TEST_F(Calls, IsAPhonesPlayback) {
  EXPECT_FALSE(playback_is_call());
  pa_proplist_sets(properties_.get(), PA_PROP_MEDIA_ROLE, "phone");
  EXPECT_TRUE(playback_is_call());
  playback_.corked = 1;
  EXPECT_FALSE(playback_is_call());
}

TEST_F(Calls, AreNotTheOwnStreams) {
  by("9999999", "deskready");
  EXPECT_FALSE(recording_is_call());
  by(std::to_string(getpid()), "renamed");
  EXPECT_FALSE(recording_is_call());
}

// Fault 6: on PipeWire a volume control's meter is told by its name alone.
TEST_F(Calls, AreNoLevelMetersOfEitherServer) {
  recording_.resample_method = "peaks";
  EXPECT_FALSE(recording_is_call());
  recording_.resample_method = "PipeWire";
  EXPECT_TRUE(recording_is_call());
  recording_.name = "Peak detect";
  EXPECT_FALSE(recording_is_call());
  recording_.name = "Spitzenerkennung";
  EXPECT_TRUE(recording_is_call());
  recording_.sample_spec.rate = 25;
  EXPECT_FALSE(recording_is_call());
  recording_.sample_spec.rate = 8000;
  EXPECT_TRUE(recording_is_call());
  for (const char* mark : {"resample.peaks", "stream.monitor", "stream.capture.sink"}) {
    pa_proplist_sets(properties_.get(), mark, "true");
    EXPECT_FALSE(recording_is_call()) << mark;
    pa_proplist_unset(properties_.get(), mark);
  }
  by("9999999", "plasmashell");
  EXPECT_FALSE(recording_is_call());
}

TEST_F(Calls, AreNoEffectsThatPassSoundOn) {
  pa_proplist_sets(properties_.get(), PA_PROP_APPLICATION_ID, "com.github.wwmm.easyeffects");
  EXPECT_FALSE(recording_is_call());
  pa_proplist_unset(properties_.get(), PA_PROP_APPLICATION_ID);
  by("9999999", "pipewire");
  EXPECT_FALSE(recording_is_call());
}

TEST_F(Calls, AreToldByTheirEngineAndByPipeWiresNameOfTheRole) {
  pa_proplist_sets(properties_.get(), PA_PROP_APPLICATION_NAME, "WEBRTC VoiceEngine");
  EXPECT_TRUE(playback_is_call());
  pa_proplist_sets(properties_.get(), PA_PROP_APPLICATION_NAME, "Player");
  EXPECT_FALSE(playback_is_call());
  pa_proplist_sets(properties_.get(), PA_PROP_MEDIA_ROLE, "Communication");
  EXPECT_TRUE(playback_is_call());
}

TEST_F(Calls, AreNoLoopsOfTheServerButProgramsThatNameNoProcess) {
  pa_proplist_unset(properties_.get(), PA_PROP_APPLICATION_PROCESS_ID);
  EXPECT_TRUE(recording_is_call());
  recording_.owner_module = 5;
  EXPECT_FALSE(recording_is_call());
}

}  // namespace
}  // namespace deskready
