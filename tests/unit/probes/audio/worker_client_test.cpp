// The client against workers that misbehave: shell scripts that say what a worker would say.
#include "probes/audio/worker/worker_client.h"

#include <gtest/gtest.h>

#include <thread>

namespace deskready::audio {
namespace {

const std::string server = R"(echo '{"phase":"server"}'; echo '{"server":{"server":"test"}}';)";
const std::string listened =
    R"(echo '{"listened":{"seconds":3,"rate":48000,"peak":0.1,"clipping":0,"dc_offset":0,"zero_share":0,)"
    R"("stuck":false,"gaps":0,"lost_seconds":0,"noise_frames":60,"noise":-60,"noise_low":-61,"noise_high":-59}}';)";

/// Deadlines that are too long to be met by chance, but for the one under test.
constexpr SoundDeadlines patient{60, 60, 60, 60, 60, 60};

SoundResults run(const std::string& script, SoundDeadlines deadlines = patient,
                 std::function<std::optional<Unmeasured>()> may_play = {}) {
  std::stop_source source;
  return run_worker({"/bin/sh", "-c", script}, {SoundWork::loop, 3, {}}, source.get_token(),
                    {.may_play = std::move(may_play)}, deadlines);
}

TEST(WorkerClient, TakesInWhatAWorkerSays) {
  const auto results = run(server + listened + R"(echo '{"phase":"end"}')");
  ASSERT_TRUE(results.server);
  EXPECT_EQ(results.server->server, "test");
  ASSERT_TRUE(results.listened);
  EXPECT_EQ(results.listened->noise, -60);
  EXPECT_TRUE(results.troubles.empty());
}

TEST(WorkerClient, NamesTheSignalOfAnAbort) {
  const auto results = run(server + R"(echo '{"phase":"init"}'; kill -ABRT $$)");
  ASSERT_TRUE(results.server);
  const auto why = results.why_not(SoundWork::listen);
  EXPECT_EQ(why.cause, Cause::failed);
  EXPECT_EQ(why.args,
            (std::map<std::string, std::string>{
                {"detail", "worker_ended_without_default"}, {"signal", "SIGABRT"}, {"phase", "init"}}));
  EXPECT_FALSE(results.troubles.contains(SoundWork::devices));
}

TEST(WorkerClient, KillsAWorkerThatHangsInAPhase) {
  SoundDeadlines deadlines = patient;
  deadlines.init = 0.05;
  const auto results = run(server + R"(echo '{"phase":"init"}'; sleep 1000)", deadlines);
  EXPECT_EQ(results.why_not(SoundWork::listen).cause, Cause::sound_server_stuck);
}

TEST(WorkerClient, KillsAWorkerWithoutAHeartbeat) {
  SoundDeadlines deadlines = patient;
  deadlines.beat = 0.05;
  const auto results =
      run(server + R"(echo '{"phase":"capture"}'; echo '{"beat":1}'; sleep 1000)", deadlines);
  EXPECT_EQ(results.why_not(SoundWork::listen).cause, Cause::sound_server_stuck);
}

TEST(WorkerClient, KeepsWhatWasHeardWhenTheStopHangs) {
  SoundDeadlines deadlines = patient;
  deadlines.stop = 0.05;
  const auto results = run(server + listened +
                               R"(echo '{"looped":{"delays":[0.1,0.1],"level":-40,"gain":0,"peak":0.01}}';)"
                               R"(echo '{"phase":"stop"}'; sleep 1000)",
                           deadlines);
  EXPECT_TRUE(results.listened);
  EXPECT_TRUE(results.looped);
}

TEST(WorkerClient, DropsWhatWasHeardOnAnotherDevice) {
  const auto results = run(
      server + listened +
      R"(echo '{"trouble":{"work":"listen","cause":"device_changed","why":{"detail":"recording_elsewhere"}}}';)"
      R"(echo '{"phase":"end"}')");
  EXPECT_FALSE(results.listened);
  EXPECT_EQ(results.why_not(SoundWork::listen).cause, Cause::device_changed);
  EXPECT_EQ(results.why_not(SoundWork::loop).cause, Cause::device_changed);
}

TEST(WorkerClient, PlaysNothingWhenTheGuardSaysNo) {
  // The script reports what it was told as the server's name.
  const auto results = run(R"(echo '{"ask":"play"}'; read word; echo "{\"server\":{\"server\":\"$word\"}}";)"
                           R"(echo '{"phase":"end"}')",
                           patient, [] { return std::optional(unmeasured(Cause::busy)); });
  EXPECT_EQ(results.server.value().server, "quiet");
  EXPECT_EQ(results.why_not(SoundWork::loop).cause, Cause::busy);
}

/// What a worker is told that asks the person for the digits typed; it reports that as the server's name.
std::string told(std::function<std::optional<std::string>(std::string_view)> ask) {
  std::stop_source source;
  const std::string script =
      R"(echo '{"ask":"typed"}'; read word; echo "{\"server\":{\"server\":\"$word\"}}"; echo '{"phase":"end"}')";
  return run_worker({"/bin/sh", "-c", script}, {SoundWork::guided, 3, {}}, source.get_token(),
                    {.ask = std::move(ask)}, patient)
      .server.value()
      .server;
}

TEST(WorkerClient, PassesOnWhatThePersonSays) {
  EXPECT_EQ(told([](std::string_view step) { return std::optional(std::string(step) + " 384"); }),
            "=typed 384");
  EXPECT_EQ(told([](std::string_view) { return std::optional<std::string>(""); }), "=");
  EXPECT_EQ(told([](std::string_view) { return std::optional<std::string>("a\nb"); }), "=a b");
  EXPECT_EQ(told([](std::string_view) { return std::nullopt; }), "skip");
  EXPECT_EQ(told({}), "skip") << "nobody is there";
}

TEST(WorkerClient, KeepsWhyAGuidedStepWasNotDone) {
  const auto results = run(
      R"(echo '{"not_done":{"step":"digits","cause":"busy","why":{"detail":"headset_in_use","name":"alice"}}}'; echo '{"phase":"end"}')");
  const Unmeasured& why = results.not_done.at("digits");
  EXPECT_EQ(why.cause, Cause::busy);
  EXPECT_EQ(why.args, (std::map<std::string, std::string>{{"detail", "headset_in_use"}}))
      << "another process brings no argument that the table does not name";
}

TEST(WorkerClient, TellsHowLongTheMicrophoneWasOpen) {
  EXPECT_FALSE(run(server + R"(echo '{"phase":"end"}')").open_seconds);
  EXPECT_TRUE(run(server + R"(echo '{"phase":"open"}'; kill -KILL $$)").open_seconds)
      << "a worker that is killed had it open too";
}

/// A worker that opens a microphone and then does `then`; asked once more for the devices it says `later`.
std::string opening(const std::string& then, const std::string& later) {
  return R"(case "$0" in *'"work":"devices"'*) )" + later + R"(echo '{"phase":"end"}'; exit;; esac; )" +
         R"(echo '{"server":{"sources":[{"index":7,"name":"usb_mic"}]}}'; echo '{"phase":"open"}'; )" + then;
}

TEST(WorkerClient, NamesAMicrophoneThatWasPulledOutWhileItOpened) {
  const std::string gone = R"(echo '{"server":{"sources":[{"index":8,"name":"webcam"}]}}'; )";
  SoundDeadlines deadlines = patient;
  deadlines.open = 0.05;
  EXPECT_EQ(run(opening("sleep 1000", gone), deadlines).why_not(SoundWork::listen).cause,
            Cause::device_changed);
  EXPECT_EQ(run(opening("kill -ABRT $$", gone)).why_not(SoundWork::listen).cause, Cause::device_changed);
}

TEST(WorkerClient, NamesTheSoundServerWhereTheMicrophoneIsStillThere) {
  SoundDeadlines deadlines = patient;
  deadlines.open = 0.05;
  const std::string still = R"(echo '{"server":{"sources":[{"index":7,"name":"usb_mic"}]}}'; )";
  EXPECT_EQ(run(opening("sleep 1000", still), deadlines).why_not(SoundWork::listen).cause,
            Cause::sound_server_stuck);
  EXPECT_EQ(run(opening("sleep 1000", ""), deadlines).why_not(SoundWork::listen).cause,
            Cause::sound_server_stuck)
      << "nobody can tell";
}

TEST(WorkerClient, StopsOnRequest) {
  std::stop_source source;
  source.request_stop();
  const auto results =
      run_worker({"/bin/sh", "-c", "sleep 1000"}, {SoundWork::loop, 3, {}}, source.get_token(), {}, patient);
  EXPECT_EQ(results.why_not(SoundWork::devices).cause, Cause::stopped);
}

TEST(WorkerClient, DoesNotBelieveNonsense) {
  EXPECT_EQ(run("echo hello").why_not(SoundWork::devices).cause, Cause::failed);
  EXPECT_EQ(run(R"(echo '{"listened":{"seconds":"many"}}')").why_not(SoundWork::devices).cause,
            Cause::failed);
  EXPECT_EQ(run("exit 3").why_not(SoundWork::devices).cause, Cause::failed);
}

TEST(WorkerClient, SurvivesACommandThatIsNotThere) {
  std::stop_source source;
  for (const std::vector<std::string>& command : {std::vector<std::string>{}, {"/nonexistent/worker"}}) {
    const auto results = run_worker(command, {SoundWork::devices, 3, {}}, source.get_token(), {}, patient);
    EXPECT_EQ(results.why_not(SoundWork::devices).cause, Cause::failed);
  }
}

}  // namespace
}  // namespace deskready::audio
