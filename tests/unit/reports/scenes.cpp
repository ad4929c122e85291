#include "tests/unit/reports/scenes.h"

#include "config/spec/chain/load.h"
#include "probes/detail.h"

namespace deskready {
namespace {

constexpr std::string_view acme_text = R"~(
[spec]
language = 1
name = "acme-voice"
version = "2026-11"
employer = "Acme Support"
reading = "official"
source = "https://acme.example/equipment"
proof = { every = "30 d" }

[require.network]
download  = { limit = ">= 25 Mbps", tolerance = "5 %" }
latency   = "<= 100 ms"
loss      = "<= 1 %"
link.kind = { not_in = ["wifi", "cellular"] }

[recommend.network]
upload = ">= 10 Mbps"

[require.audio]
headset.present    = true
headset.connection = { in = ["usb", "jack"] }
noise_floor        = "<= -45 dBFS"

[require.system]
memory.installed = ">= 8 GB"

[ask.line]
text = "What kind of internet line do you have?"
answers = ["cable", "fibre", "dsl"]
accept  = ["cable", "fibre"]
valid = "180 d"

[fix.network]
download  = "Ask your provider for a faster line."
link.kind = "Connect the computer to the router with a cable."
[fix.audio]
headset.present    = "Plug in a headset with a microphone."
headset.connection = "Buy a headset with a cable."
noise_floor        = "Close windows and doors, and move away from fans."
[fix.system]
memory.installed = "Fit more memory, or use a computer with more."
)~";

constexpr std::string_view bolt_text = R"~(
[spec]
language = 1
name = "bolt"
version = "3"
employer = "Bolt & Co <hiring>"
[require.system]
memory.installed = ">= 8 GB"
[fix.system]
memory.installed = "Fit more."
)~";

Fact line(double value, double low, double high, std::string_view method) {
  Fact fact = number(value, low, high);
  fact.how = Method::told(std::string(method));
  fact.cost = {2'000'000, 5};
  return fact;
}

Facts good_facts() {
  Facts facts;
  facts.add("network.download", line(48.2e6, 46e6, 49.9e6, "TCP, 1 connection, bbr"));
  facts.add("network.upload", line(11.8e6, 11.1e6, 12.4e6, "TCP, 1 connection, bbr"));
  facts.add("network.latency", line(0.0213, 0.0209, 0.022, "STAMP, 50 packets/s, kernel timestamps"));
  facts.add("network.loss", line(0.0004, 0, 0.0031, "STAMP, 100 packets/s"));
  facts.add("network.link.kind", text("ethernet"));
  facts.add("audio.headset.present", truth(true));
  facts.add("audio.headset.connection", text("usb"));
  facts.add("audio.noise_floor", line(-61.5, -62.3, -60.2, "4 s of room"));
  facts.add("system.memory.installed", number(17.2e9));
  return facts;
}

Circumstances answered(std::string answer) {
  Circumstances circumstances = ordinary();
  circumstances.answers["line"] = {std::move(answer), at("2026-11-24T09:29:10Z")};
  return circumstances;
}

/// The advice on the line is to ask somebody, whatever its words say.
Report by_provider(Report report) {
  for (Finding& finding : report.findings) {
    if (finding.key == "network.download") finding.effort = Effort::ask;
  }
  return report;
}

Scene ready() {
  return {"ready", make_report(acme_spec(), {good_facts()}, answered("fibre"), head())};
}

Scene warnings() {
  Facts facts = good_facts();
  facts.add("network.download", line(25.3e6, 23.9e6, 27.1e6, "TCP, 1 connection, bbr"));
  facts.add("network.upload", line(4.1e6, 3.9e6, 4.3e6, "TCP, 1 connection, bbr"));
  Spec spec = acme_spec();
  spec.waivers.push_back({"require.audio.headset.connection", "A-1042", "2026-12-31", "Cable ordered", {}});
  facts.add("audio.headset.connection", text("bluetooth"));
  Circumstances circumstances = answered("cable");
  ReportHead own = head();
  circumstances.reference = own.reference = "A-1042";
  return {"warnings", by_provider(make_report(spec, {facts}, circumstances, own))};
}

Scene not_ready() {
  Facts facts = good_facts();
  facts.add("network.download", line(3.1e6, 2.8e6, 3.4e6, "TCP, 1 connection, bbr"));
  facts.add("network.link.kind", text("wifi"));
  facts.add("audio.headset.connection", text("bluetooth"));
  facts.cannot("audio.noise_floor", unmeasured(Cause::busy));
  facts.add("system.memory.installed", number(4.3e9));
  Facts again;
  again.add("network.download", line(3.4e6, 3.0e6, 3.7e6, "TCP, 1 connection, bbr"));
  return {"not_ready", by_provider(make_report(acme_spec(), {facts, again}, answered("dsl"), head()))};
}

Scene incomplete() {
  Facts facts = good_facts();
  facts.cannot("audio.headset.present", unmeasured(Cause::sound_server_stuck));
  facts.cannot("audio.headset.connection", unmeasured(Cause::sound_server_stuck));
  facts.cannot("audio.noise_floor", unmeasured(Cause::sound_server_stuck));
  Circumstances circumstances = ordinary();
  circumstances.far_end = FarEndUsed::on_this_machine;
  ReportHead own = head();
  own.conditions["far_end"] = "on_this_machine";
  return {"incomplete", make_report(acme_spec(), {facts}, circumstances, own)};
}

Scene baseline() {
  Facts facts = good_facts();
  facts.add("network.jitter", line(0.0012, 0.001, 0.0015, "20 ms stream"));
  facts.add("network.latency_download",
            line(0.031, 0.029, 0.034, "STAMP, 50 packets/s, beside the steady load"));
  facts.add("network.latency_upload",
            line(0.042, 0.038, 0.047, "STAMP, 50 packets/s, beside the steady load"));
  facts.add("network.queue_download", line(0.11, 0.11, 0.11, "STAMP, 50 packets/s, 95 % of them"));
  facts.add("network.queue_upload", line(0.38, 0.38, 0.38, "STAMP, 50 packets/s, 95 % of them"));
  facts.add("network.call.mos", number(4.3));
  facts.add("audio.microphone.muted", truth(false));
  for (const char* key : {"audio.speech.level", "audio.snr"})
    facts.cannot(key, unmeasured(Cause::not_asked, Detail::needs_reading_aloud));
  facts.cannot("audio.speaker.heard", unmeasured(Cause::undecided, Detail::returned_sound_weak));
  facts.add("system.cpu.cores", number(4));
  facts.add("system.disk.free", number(120e9));
  facts.add("system.virtual_machine", truth(true));
  ReportHead own = head();
  own.role.clear();
  return {"baseline", make_report(load_spec("voice-baseline").value(), {facts}, ordinary(), own)};
}

Scene to_public_test() {
  Facts facts = good_facts();
  for (const char* key : {"network.latency_download", "network.latency_upload", "network.queue_download",
                          "network.queue_upload", "network.call.mos", "network.jitter", "network.loss"}) {
    facts.known.erase(key);
    facts.cannot(key, unmeasured(Cause::public_far_end));
  }
  facts.add("network.latency",
            line(0.0213, 0.0209, 0.022,
                 "TCP handshakes, timed by the kernel; public speed test of Cloudflare's kind"));
  facts.add("audio.microphone.muted", truth(false));
  for (const char* key : {"audio.speech.level", "audio.snr", "audio.speaker.heard"})
    facts.cannot(key, unmeasured(Cause::not_asked, Detail::needs_reading_aloud));
  facts.add("system.cpu.cores", number(4));
  facts.add("system.disk.free", number(120e9));
  facts.add("system.virtual_machine", truth(false));
  Circumstances circumstances = ordinary();
  circumstances.far_end = FarEndUsed::public_test;
  ReportHead own = head();
  own.role.clear();
  own.conditions["far_end"] = "public_test";
  return {"public_test", make_report(load_spec("voice-baseline").value(), {facts}, circumstances, own)};
}

}  // namespace

Spec acme_spec() {
  return spec_of(acme_text);
}

std::vector<Scene> scenes() {
  return {ready(), warnings(), not_ready(), incomplete(), baseline(), to_public_test()};
}

Report hostile() {
  Report report = scenes()[2].report;
  const std::string bad =
      "\x1b[2J<script>alert('1')</script>\"&\xE2\x80\xAE\xff\nx ]]>| *a* _b_ [c](d) `e` @me www.example.com "
      "https://example.com 'f'=1\\ \xEF\xBF\xBF";
  report.employer = report.role = bad;
  report.spec_name = report.spec_version = report.agent_version = bad;
  for (Finding& finding : report.findings) {
    finding.measured = finding.first = Measured{bad};
    finding.asked.texts = {bad};
    finding.lacking = {{bad, bad, finding.asked, Measured{bad}}};
    finding.fix["en"] = bad;
    finding.args["detail"] = finding.args["question"] = bad;
  }
  for (auto& [key, fact] : report.facts.known) fact.how = Method::told(bad);
  return report;
}

std::pair<Report, Report> two_specs() {
  Spec acme = acme_spec();
  std::erase_if(acme.rules, [](const Rule& rule) { return rule.key.name.starts_with("system."); });
  return {make_report(acme, {good_facts()}, answered("cable"), head()),
          make_report(spec_of(bolt_text, "bolt.toml"), {good_facts()}, answered("cable"), head())};
}

}  // namespace deskready
