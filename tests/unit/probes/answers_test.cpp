// Each fact of the catalogue is answered by a function of its own probe, and of no other. A probe says of a
// fact that nothing in it answers what it says of a name that there is not; anything else is an answer.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "config/facts/catalogue.h"
#include "probes/audio/facts/recording_facts.h"
#include "probes/audio/facts/sound_facts.h"
#include "probes/machine/noted_clock.h"
#include "probes/network/here/fault.h"
#include "probes/network/here/gateway.h"
#include "probes/network/here/link.h"
#include "probes/network/here/lookup.h"
#include "probes/network/line/call/call_figures.h"
#include "probes/network/line/load/throughput.h"
#include "probes/network/reach/reach_facts.h"
#include "probes/network/responder/responder.h"
#include "probes/network/targets/target_figures.h"
#include "probes/system/software/account.h"
#include "probes/system/software/updates.h"
#include "probes/system/state/clock.h"
#include "probes/system/state/headroom.h"
#include "tests/tools/source_folder.h"
#include "tests/unit/probes/system/system_tree.h"

namespace deskready {
namespace {

using NameSet = std::set<std::string_view>;

constexpr std::string_view no_fact = "system.no_such_fact";

Question question_about(std::string_view name, std::string_view target = {}) {
  std::string text(name);
  // Of what goes by many names one is enough.
  if (const auto open = text.find('<'); open != std::string::npos)
    text.replace(open, text.find('>') + 1 - open, "firefox");
  return {FactKey{text, std::string(target), {}, {}}, {}};
}

/// Of every fact there is, whoever it belongs to, and of one that there is not.
std::vector<Question> everything(std::string_view target = {}) {
  std::vector<Question> questions = {question_about(no_fact, target)};
  for (const FactInfo& fact : catalogue()) questions.push_back(question_about(fact.name, target));
  return questions;
}

/// Without arguments, which may hold the name that was asked for. Empty where nothing was said.
std::string reason(const Unmeasured* why) {
  if (why == nullptr) return {};
  const auto detail = why->args.find("detail");
  return std::string(to_string(why->cause)) + (detail == why->args.end() ? "" : " " + detail->second);
}

/// The catalogue's names of what these answers to everything() really say something of.
NameSet said(const Facts& facts, std::string_view target = {}) {
  const auto none = reason(facts.why_not(to_string(question_about(no_fact, target).key)));
  NameSet names;
  const auto note = [&](const std::string& text) {
    const auto key = parse_fact_key(text);
    const FactInfo* info = key ? find_fact(key->name) : nullptr;
    if (info == nullptr)
      ADD_FAILURE() << text << " is answered, and stands in no catalogue";
    else
      names.insert(info->name);
  };
  for (const auto& [key, fact] : facts.known) note(key);
  for (const auto& [key, why] : facts.unknown) {
    if (reason(&why) != none) note(key);
  }
  return names;
}

NameSet own(std::string_view probe) {
  const auto names = names_of(probe);
  return {names.begin(), names.end()};
}

class AnswersOfTheComputer : public system_facts::Tree {
 protected:
  void look_at(const Probe& probe) {
    const NameSet names = said(measure(probe, everything()));
    for (const auto name : names)
      EXPECT_EQ(find_fact(name)->probe, probe.name) << name << " below " << root_.filename();
    said_.insert(names.begin(), names.end());
  }

  void look_at_all() {
    for (const Probe& probe : probes()) {
      if (part_of(probe.name) == "system") look_at(probe);
    }
  }

  NameSet said_;
};

/// What this computer itself says where nothing recorded can, and quickly.
constexpr Probe (*of_this_computer[])() = {system_facts::account_probe, system_facts::updates_probe};

TEST_F(AnswersOfTheComputer, AreThoseOfEachProbesOwnFacts) {
  const auto own_root = root_;
  for (const auto& entry : std::filesystem::directory_iterator(source_folder() + "/tests/machines")) {
    if (!std::filesystem::exists(entry.path() / "proc")) continue;
    root_ = entry.path();
    look_at_all();
  }
  // None of the recorded has its own graphics memory or a list of its starts.
  root_ = own_root;
  file("/sys/class/drm/card0/device/vendor", "0x1002\n");
  file("/sys/class/drm/card0/device/uevent", "DRIVER=amdgpu\nPCI_SLOT_NAME=0000:03:00.0\n");
  file("/sys/class/drm/card0/device/mem_info_vram_total", "8573157376\n");
  file("/var/log/wtmp", "");
  look_at_all();
  root_ = "/";
  for (const auto probe : of_this_computer) look_at(probe());
  network::ProbeWorld world("");
  note_clock({1, 0.01, 400}, world.before.known["network.latency"].detail);
  said_.merge(said(world.run(system_facts::clock_probe(), everything())));
  // What the others do to the computer is looked at until they end, and they have.
  std::stop_source ended;
  ended.request_stop();
  Context context = world.context(everything());
  context.company = ended.get_token();
  said_.merge(said(system_facts::headroom_probe().measure(context)));
  for (const FactInfo& fact : catalogue()) {
    if (part_of(fact.name) != "system") continue;
    EXPECT_TRUE(said_.contains(fact.name)) << "nothing answers " << fact.name;
  }
}

TEST(Answers, OfEachProbeAreLookedAtHere) {
  const NameSet below = {"network.link",    "network.lookup",      "network.fault",
                         "network.gateway", "network.call_stream", "network.targets",
                         "network.reach",   "network.throughput",  "audio.sound"};
  NameSet others;
  for (const Probe& probe : probes()) {
    if (part_of(probe.name) != "system") others.insert(probe.name);
  }
  EXPECT_EQ(others, below);
}

}  // namespace
}  // namespace deskready

namespace deskready::network {
namespace {

TEST_F(AnswersOfTheComputer, AboutTheLinkAreTheLinksOwn) {
  file("/sys/class/net/eth0/type", "1\n");
  file("/sys/class/net/eth0/speed", "1000\n");
  file("/proc/net/route",
       "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
       "eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n");
  EXPECT_EQ(said(measure(link_probe(), everything())), own("network.link"));
}

TEST(AnswersOfTheLine, OfTheLookup) {
  ProbeWorld world("http://localhost:1");
  EXPECT_EQ(said(world.run(lookup_probe(), everything())), own("network.lookup"));
}

TEST(AnswersOfTheLine, OfWhereTheFaultIs) {
  ProbeWorld world("http://127.0.0.1:1");
  EXPECT_EQ(said(world.run(fault_probe(), everything())), own("network.fault"));
}

TEST(AnswersOfTheLine, OfTheRouter) {
  EchoRecord record;
  for (int i = 0; i < 60; ++i) record.echoes.push_back({i * 0.05, 0.002});
  EXPECT_EQ(said(gateway_facts(record, everything(), {})), own("network.gateway"));
}

std::vector<StreamPacket> clean(std::size_t count, double gap) {
  std::vector<StreamPacket> packets(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double sent = static_cast<double>(i) * gap;
    packets[i] = {sent, sent + 0.010, sent + 0.012, sent + 0.027, true, static_cast<std::uint32_t>(i)};
  }
  return packets;
}

TEST(AnswersOfTheLine, OfTheCall) {
  CallRecord record;
  record.call.packets = clean(400, 0.02);
  record.call.packets_per_second = 50;
  record.dense.packets = clean(2000, 0.004);
  record.dense.packets_per_second = 250;
  EXPECT_EQ(said(call_facts(record, everything())), own("network.call_stream"));
}

TEST(AnswersOfTheLine, OfTargets) {
  StreamRecord stream;
  stream.packets = clean(400, 0.02);
  stream.packets_per_second = 50;
  const auto relayed = targets::Way::relayed;  // which shows what answers do, and more
  const CallRecord record = targets::record_of(stream, relayed, {}, {});
  EXPECT_EQ(said(targets::target_facts(record, relayed, everything("media")), "media"),
            own("network.targets"));
}

TEST(AnswersOfTheLine, OfWhatCanBeReached) {
  EXPECT_EQ(said(reach::reach_facts({}, everything("media"), false, {}), "media"), own("network.reach"));
}

TEST(AnswersOfTheLine, OfLoad) {
  const auto responder = Responder::start({});
  ASSERT_TRUE(responder);
  ProbeWorld refusing((*responder)->url());
  refusing.guard.refusal = unmeasured(Cause::metered);
  NameSet names = said(refusing.run(throughput_probe(), everything()));
  // What comes along with a load, as little as any computer carries.
  ProbeWorld loading((*responder)->url());
  names.merge(
      said(loading.run(throughput_probe(), {question("network.download", {20e6}), question_about(no_fact),
                                            question("network.congestion_control")})));
  EXPECT_EQ(names, own("network.throughput"));
}

}  // namespace
}  // namespace deskready::network

namespace deskready::audio {
namespace {

/// As a run that everything worked in brings it back.
SoundResults all_heard(const std::string& bus) {
  SoundResults results;
  Device device;
  device.name = "headset";
  device.bus = bus;
  device.card = "1";
  device.product = "Jabra Evolve 65";
  device.form_factor = "headset";
  device.codec = "msbc";
  device.rate = 16000;
  ServerView& view = results.server.emplace();
  view.sources = view.sinks = {device};
  view.default_source = view.default_sink = device.name;
  Recording heard;
  heard.seconds = 3;
  heard.rate = 48000;
  heard.peak = heard.swing = heard.rms = 0.1;
  heard.true_peak = 0.1;
  heard.noise_frames = 60;
  heard.noise_weighted = heard.hum = heard.speech_level = heard.activity = heard.snr = heard.band_edge = 1;
#define RECORDING_FIGURE(fact, analysis, listening, step, type, member, how) heard.member = 1;
#include "probes/audio/figures/figures.def"
  static_cast<Recording&>(results.listened.emplace()) = heard;
  results.spoken = heard;
  Looping& loop = results.looped.emplace();
  loop.delays = {0.1, 0.102};
  loop.peak = 0.01;
  loop.channels = "straight";
  loop.echo_return_loss = loop.band = loop.thd_n = loop.drift = 1;
#define LOOP_FIGURE(fact, type, member, how) loop.member = 1;
#include "probes/audio/figures/figures.def"
  results.open_seconds = 8;
  return results;
}

// A sound's other causes are given to all that stand in a table, answered or not: only a value counts.
TEST(AnswersOfSound, AreAValueForEachFactWhereEverythingWasHeard) {
  NameSet names;
  for (const char* bus : {"usb", "bluetooth"}) {
    const SoundResults results = all_heard(bus);
    Facts facts = sound_facts(results, SoundWork::loop, {});
    facts.merge(recording_facts(*results.spoken, {}, {}));
    facts.merge(speech_facts(*results.spoken, {}, {}));
    facts.unknown.clear();
    names.merge(said(facts));
  }
  EXPECT_EQ(names, own("audio.sound"));
}

}  // namespace
}  // namespace deskready::audio
