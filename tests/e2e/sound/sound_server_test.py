"""Sound servers that answer in pieces, never, with nonsense or with ten thousand devices; the record of a server's answer, and a
check that opens no microphone."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ["DESKREADY_SOURCE"])
sys.path[:0] = [str(SOURCE / "tests/e2e"), str(SOURCE / "tests/machines/kinds")]
import cases  # noqa: E402
import server  # noqa: E402
import ending  # noqa: E402

DESKREADY = str(pathlib.Path(os.environ["DESKREADY_BIN"]) / "deskready")
CASES = {case.name: case for case in cases.cases() if "answer" in case.tree}
HEADSET = CASES["blackwire-3220"].tree["answer"]
DEVICES = ("facts", "--only", "audio", "--sound", "devices", "--format", "json", "--yes")
SPEC = """
[spec]
language = 1
name = "devices"
version = "1"
[require.audio]
headset.present = true
headset.default_input = true
microphone.muted = false
"""


def beside(world, program, *arguments):
    with tempfile.TemporaryDirectory() as home:
        return subprocess.run([program, *arguments], env=server.environment(world, home), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120)


def facts_and_questions(answer, **how):
    """Every sound fact, what stands in "facts" and in "unmeasured"; and what the server was asked for them."""
    with server.Server(answer, **how) as world:
        document = json.loads(beside(world, DESKREADY, *DEVICES).stdout)
    return {**document["unmeasured"], **document["facts"]}, world.asked


def facts(answer, **how):
    return facts_and_questions(answer, **how)[0]


class BadAnswers(unittest.TestCase):
    def test_in_pieces_says_the_same(self):
        without_time = [{name: {key: value for key, value in fact.items() if key != "at"} for name, fact in found.items()}
                        for found in (facts(HEADSET), facts(HEADSET, pieces=7))]
        self.assertEqual(without_time[0], without_time[1])
        self.assertTrue(without_time[0]["audio.headset.present"]["value"])

    def test_without_an_answer_is_stuck(self):
        for command in (server.AUTH, server.GET_CARDS, server.GET_SINK_INPUTS):
            found = facts(HEADSET, silent=(command,))
            self.assertEqual(found["audio.headset.present"].get("cause"), "sound_server_stuck", command)

    def test_that_hangs_up_or_talks_nonsense_has_a_cause(self):
        for how in ({"hang_up": server.GET_SINKS}, {"spoil": {server.GET_SOURCES: b"L\0\0"}}, {"spoil": {server.GET_CARDS: b"\xff" * 99}}):
            found = facts(HEADSET, **how)
            self.assertIn(found["audio.headset.present"].get("cause"), ("failed", "sound_server_stuck"), how)

    def test_that_is_none_is_told_from_no_headset(self):
        class Nobody:
            address = "unix:/nonexistent/native"

        found = json.loads(beside(Nobody, DESKREADY, *DEVICES).stdout)
        self.assertIn(found["unmeasured"]["audio.headset.present"]["cause"], ("unsupported", "no_device"))
        self.assertNotIn("audio.microphone.muted", found["facts"])

    def test_of_ten_thousand_devices_are_counted_and_the_one_in_use_is_found(self):
        many = "".join(f"source\tname=made_up_{i}\tdescription=made up\n"
                       f"sink\tname=made_up_sink_{i}\tdescription=made up\tdevice.form_factor=headphone\n"
                       f"card\tindex={i + 50}\tdevice.bus=usb\tprofile=off\n"
                       f"recording\tname=meter\tsource=made_up_{i}\tresample=peaks\n" for i in range(10_000))
        # The devices that matter come last.
        found, asked = facts_and_questions(many + HEADSET)
        # The work is bounded: the same questions as for the few devices of a desk.
        self.assertEqual(sorted(asked), sorted(facts_and_questions(HEADSET)[1]))
        if found["audio.headset.present"].get("cause") == "sound_server_stuck":
            self.skipTest("this machine does not pass on ten thousand devices within the program's patience")
        own = len([one for one in HEADSET.splitlines() if one.startswith("source\t")])
        self.assertEqual(found["audio.devices.inputs"]["value"], 10_000 + own)
        self.assertTrue(found["audio.headset.present"].get("value"), found["audio.headset.present"])
        self.assertTrue(found["audio.headset.default_input"]["value"])


class Record(unittest.TestCase):
    """tests/audiolab/record beside a server, and what it wrote replayed."""

    def record(self, answer):
        with server.Server(answer) as world:
            done = beside(world, sys.executable, str(SOURCE / "tests/audiolab/record"))
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_says_the_same_when_it_is_replayed(self):
        for name in ("jabra-link-380", "music-only", "earbuds-in-the-call-profile", "sof-jack-headset", "cam-link-4k",
                     "echo-cancel-on-the-headset", "headset-in-other-port-used"):
            with self.subTest(name):
                case = CASES[name]
                found = facts(self.record(case.tree["answer"]))
                for fact, right in case.right.items():
                    self.assertEqual(cases.outcome(right, found.get(fact, {})), cases.RIGHT, (fact, found.get(fact)))

    def test_hides_names_addresses_and_serial_numbers(self):
        answer = (CASES["earbuds-in-the-call-profile"].tree["answer"].replace("00_00_00_00_00_01", "A1_B2_C3_D4_E5_F6")
                  .replace("WF-1000XM3", "Ayesha's buds") +
                  "source\tname=alsa_input.usb-0b0e_Jabra_Link_380_50C2EDFA2A8C-00.mono-fallback\tdescription=Jabra Link 380\t"
                  "device.bus=usb\tdevice.serial=50C2EDFA2A8C\tdevice.string=hw:2\n")
        written = self.record(answer)
        for secret in ("A1_B2", "Ayesha", "50C2EDFA2A8C"):
            self.assertNotIn(secret, written)
        self.assertIn("Jabra_Link_380", written)


MICROPHONE = "alsa_input.usb-Plantronics_Plantronics_Blackwire_3220_Series_0000-00.mono-fallback"
SPEAKER = "alsa_output.usb-Plantronics_Plantronics_Blackwire_3220_Series_0000-00.analog-stereo"


def stream(kind, program, **properties):
    where = f"source={MICROPHONE}" if kind == "recording" else f"sink={SPEAKER}"
    said = {"application.process.binary": program, "application.process.id": "4194304", **properties}
    return "\t".join([kind, where, *(f"{name}={value}" for name, value in said.items())]) + "\n"


# What programs tell the server of their streams, and whether somebody is on the phone.
STREAMS = {
    "a meeting in a tab of Firefox": (True, stream("recording", "firefox", name="AudioCallbackDriver")),
    "a meeting in a tab of Chrome, which plays as well": (True, stream("recording", "chrome", name="RecordStream") +
                                                          stream("playback", "chrome", name="Playback")),
    "Zoom, which names no role": (True, stream("recording", "zoom", **{"application.name": "ZOOM VoiceEngine"})),
    "a call of which Zoom's microphone is off": (True, stream("playback", "zoom", **{"application.name": "ZOOM VoiceEngine"})),
    "a softphone that rings through the headset": (True, stream("playback", "linphone", **{"media.role": "phone"})),
    "a softphone by PipeWire's word": (True, stream("recording", "baresip", **{"media.role": "Communication"})),
    "music with a microphone open": (True, stream("playback", "spotify", **{"media.role": "music"}) + stream("recording", "arecord")),
    "music": (False, stream("playback", "spotify", **{"media.role": "music"})),
    "a film in a tab": (False, stream("playback", "firefox", name="AudioStream")),
    "a meter of PulseAudio's volume control": (False, stream("recording", "pavucontrol", name="Peak detect", resample="peaks")),
    "a meter of a desktop on PipeWire": (False, stream("recording", "gnome-control-center", **{"resample.peaks": "true"})),
    "a recording of what the speaker plays": (False, stream("recording", "obs", **{"stream.capture.sink": "true"})),
    "effects that pass the microphone on": (False, stream("recording", "easyeffects", **{"application.id": "com.github.wwmm.easyeffects"})),
    "a filter of PipeWire's own": (False, stream("recording", "pipewire", **{"node.link-group": "filter-chain-7-1"})),
    "a program that waits with its microphone closed": (False, stream("recording", "Discord", corked="yes")),
}


class Calls(unittest.TestCase):
    def test_are_told_from_meters_music_and_effects(self):
        for name, (call, streams) in STREAMS.items():
            with self.subTest(name), server.Server(HEADSET + streams) as world:
                # The process that has the devices says why it plays nothing, before it fails to record from this server.
                said = beside(world, DESKREADY, "audio-worker", json.dumps({"work": "loop", "seconds": 1})).stdout
                causes = [line["trouble"]["cause"] for line in map(json.loads, said.splitlines()) if "trouble" in line]
                self.assertTrue(said and "failed" in causes, said)
                self.assertEqual("busy" in causes, call, causes)


class WithoutRecording(unittest.TestCase):
    def check(self, answer):
        with server.Server(answer) as world, tempfile.NamedTemporaryFile("w", suffix=".toml") as spec:
            spec.write(SPEC)
            spec.flush()
            return beside(world, DESKREADY, "check", "--spec", spec.name, "--only", "audio", "--sound", "devices", "--yes",
                          "--format", "json")

    def test_a_check_reaches_a_verdict_on_mute_device_and_default(self):
        done = self.check(HEADSET)
        self.assertEqual(json.loads(done.stdout)["verdict"], "ready", done.stdout + done.stderr)
        muted = HEADSET.replace("source\tname=alsa_input.usb", "source\tmute=yes\tname=alsa_input.usb")
        self.assertEqual(json.loads(self.check(muted).stdout)["verdict"], "not_ready")

    def test_the_music_profile_is_named_with_the_advice_to_switch(self):
        with server.Server(CASES["music-only"].tree["answer"]) as world:
            listed = beside(world, DESKREADY, "audio", "devices").stdout
        self.assertIn("a2dp-sink", listed)
        self.assertIn("switch it to the call profile", " ".join(listed.split()))
        self.assertNotIn("plug it in", listed)


if __name__ == "__main__":
    ending.main()
