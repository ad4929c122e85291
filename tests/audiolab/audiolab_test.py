"""deskready's sound facts in a world with a virtual headset, and in worlds where sound is broken.

DESKREADY names the program. Exits with 77 when the world cannot be built here. Each scenario is a lab of its own; two
run side by side, since most of their time is waiting for sound."""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

LAB = pathlib.Path(__file__).with_name("audiolab.sh")
DESKREADY = os.environ.get("DESKREADY", "build/bin/deskready")
FACTS = '"$DESKREADY" facts --only audio --format json --yes'
LONGEST = 10  # seconds, the promise for every broken sound system
SKIPPED = 77

# The microphone hears another sink than the speaker; what lies between is up to the scenario.
MIC_BUS = """
    pactl load-module module-null-sink sink_name=mic_bus rate=48000 channels=2 >/dev/null
    pactl unload-module module-remap-source
    pactl load-module module-remap-source source_name=hs_mic master=mic_bus.monitor channels=2 >/dev/null
    """
MIC_READY = "sleep 0.5; pactl set-default-source hs_mic; sleep 0.2"
RAW = "--channels=2 --format=s16le --raw"
PIPE = "parec -d hs_spk.monitor --rate={0} {1} --latency-msec=20 | pacat -d mic_bus --rate={0} {1} --latency-msec=40 &"


VOICE = pathlib.Path(__file__).parents[2] / "probes/audio/voices/en/digits.flac"
GUIDED_SPEC = """
[spec]
language = 1
name = "guided"
version = "1"
[require.audio]
speech.level = "-17 dBov .. -12 dBov"
headset.wireless = false
band_edge = ">= 5 kHz"
"""


def kill_worker_after(seconds):
    """The worker is this program's only child of that name; it is ended once it has run so long."""
    return f"""
    {FACTS} & CHECK=$!
    sleep {seconds}
    kill -KILL $(pgrep -P $CHECK -f audio-worker)
    wait $CHECK
    """


SCENARIOS = {
    "good": (FACTS, "--room-noise", "-50"),
    "exact": (FACTS,),
    "far": (MIC_BUS + "pactl load-module module-loopback source=hs_spk.monitor sink=mic_bus latency_msec=100 >/dev/null\n" +
            MIC_READY + "\n" + FACTS,),
    "swapped": ("""
        pactl unload-module module-remap-source
        pactl load-module module-remap-source source_name=hs_mic master=hs_spk.monitor channels=2 remix=no \
          channel_map=front-left,front-right master_channel_map=front-right,front-left >/dev/null
        """ + MIC_READY + "\n" + FACTS,),
    "narrow": (MIC_BUS + PIPE.format(8000, "--channels=1 --format=s16le --raw") + MIC_READY + "\n" + FACTS +
               "\nkill $(jobs -p) 2>/dev/null; true",),
    "muted": ("pactl set-source-mute hs_mic 1\n" + FACTS,),
    "no headset": (FACTS, "--no-headset"),
    "microphone removed": ("(sleep 2; pactl unload-module module-remap-source) >/dev/null 2>&1 &\n" + FACTS,),
    "speaker removed": ("(sleep 4; pactl unload-module module-null-sink) >/dev/null 2>&1 &\n" + FACTS,),
    "call": (f"parec -d hs_mic --raw >/dev/null & CALL=$!; sleep 0.5\n{FACTS}\nkill $CALL",),
    "call begins": (f"(sleep 2; exec timeout 9 parec -d hs_mic --raw) >/dev/null & CALL=$!\n{FACTS}\nkill $CALL", "--room-noise",
                    "-50"),
    "stuck": (f'kill -STOP "$AUDIOLAB_PULSE_PID"\n{FACTS}',),
    "stuck later": (f'(sleep 2; kill -STOP "$AUDIOLAB_PULSE_PID") >/dev/null 2>&1 &\n{FACTS}',),
    "no pcm.default": (f"""echo 'pcm.pulse {{ type pulse }}' >"$ALSA_CONFIG_PATH"\n{FACTS}""",),
    "killed at 0.3 s": (kill_worker_after(0.3),),
    "killed at 1.5 s": (kill_worker_after(1.5),),
    "killed at 4 s": (kill_worker_after(4),),
    "devices only": (f"""
        {FACTS} --sound devices >"$HOME/facts" & CHECK=$!
        OPENED=0
        while kill -0 $CHECK 2>/dev/null; do
          pactl list source-outputs | grep -q 'application.process.binary = "deskready"' && OPENED=1
          sleep 0.02
        done
        echo "{{\\"opened\\": $OPENED, \\"document\\": $(cat "$HOME/facts")}}"
        """,),
    "guided": (f"""
        cat >"$HOME/guided.toml" <<'SPEC'
{GUIDED_SPEC}
SPEC
        for i in 1 2 3 4; do paplay -d hs_spk '{VOICE}'; done & sleep 0.3
        REPORT=$(printf '1\\n1\\n\\n\\n2\\n' |
          "$DESKREADY" check --guided --only audio --yes --spec "$HOME/guided.toml" --format json)
        OPENINGS=$("$DESKREADY" history --fact audio.microphone.opened --format json)
        echo "{{\\"report\\": $REPORT, \\"openings\\": $OPENINGS}}"
        """,),
    "listed": ('pactl set-default-source hs_spk.monitor; "$DESKREADY" audio devices --format json',),
}


class Skipped(Exception):
    pass


def run_lab(script, *options):
    """What a bash script in the lab printed, and the seconds that it took."""
    begin = time.monotonic()
    done = subprocess.run([LAB, *options, "--", "bash", "-c", script], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "DESKREADY": DESKREADY})
    if done.returncode == SKIPPED:
        raise Skipped(done.stderr)
    if not done.stdout:
        raise AssertionError(f"nothing printed, code {done.returncode}: {done.stderr}")
    return json.loads(done.stdout), time.monotonic() - begin


POOL = concurrent.futures.ThreadPoolExecutor(2)
RUNS = {}


def setUpModule():
    for name, (script, *options) in SCENARIOS.items():
        RUNS[name] = POOL.submit(run_lab, script, *options)


class SoundTest(unittest.TestCase):
    def run_of(self, name):
        try:
            return RUNS[name].result()
        except Skipped as why:
            raise unittest.SkipTest(str(why))

    def document(self, name):
        return self.run_of(name)[0]

    def value(self, document, name):
        self.assertIn(name, document["facts"], document["unmeasured"].get(name))
        return document["facts"][name]["value"]

    def cause(self, document, name):
        self.assertNotIn(name, document["facts"])
        return document["unmeasured"][name]["cause"]


class Headset(SoundTest):
    """A working headset in a room with noise of -50 dBFS RMS."""

    def setUp(self):
        self.good = self.document("good")

    def test_is_recognised(self):
        self.assertIs(self.value(self.good, "audio.headset.present"), True)
        self.assertEqual(self.value(self.good, "audio.headset.connection"), "usb")
        self.assertEqual(self.value(self.good, "audio.headset.name"), "VirtualHeadset")
        self.assertIs(self.value(self.good, "audio.headset.default_input"), True)
        self.assertIs(self.value(self.good, "audio.headset.default_output"), True)
        self.assertEqual(self.value(self.good, "audio.devices.inputs"), 1)
        self.assertEqual(self.value(self.good, "audio.devices.outputs"), 1)

    def test_noise_is_that_of_the_room(self):
        self.assertAlmostEqual(self.value(self.good, "audio.noise_floor"), -50, delta=0.5)
        self.assertIs(self.value(self.good, "audio.microphone.muted"), False)
        self.assertEqual(self.value(self.good, "audio.clipping"), 0)
        self.assertEqual(self.value(self.good, "audio.dropouts"), 0)

    def test_loop_is_found(self):
        # The server's own buffers: 141 to 172 ms on other runs.
        self.assertTrue(0.02 < self.value(self.good, "audio.loop.delay") < 0.5)
        self.assertIs(self.value(self.good, "audio.speaker.heard"), True)

    def test_radio_is_not_guessed(self):
        self.assertEqual(self.good["unmeasured"]["audio.headset.wireless"]["cause"], "unsupported")

    def test_opening_of_the_microphone_is_recorded(self):
        self.assertTrue(3 < self.value(self.good, "audio.microphone.opened") <= 8.5)

    def test_exact_loop_is_measured_exactly(self):
        exact = self.document("exact")
        self.assertAlmostEqual(self.value(exact, "audio.loop.echo_return_loss"), 0, delta=0.05)
        self.assertLess(self.value(exact, "audio.loop.thd_n"), -90)
        self.assertLess(abs(self.value(exact, "audio.loop.drift")), 1e-6)
        self.assertEqual(self.value(exact, "audio.loop.channels"), "straight")
        self.assertGreater(self.value(exact, "audio.loop.band"), 18000)
        self.assertEqual(self.value(exact, "audio.dropouts"), 0)

    def test_list_of_devices_shows_that_the_headset_is_not_in_use(self):
        listed = self.document("listed")
        self.assertIs(listed["headset_found"], True)
        self.assertIs(listed["headset_is_default_input"], False)
        self.assertIs(listed["headset_is_default_output"], True)
        microphone = next(device for device in listed["devices"] if device["direction"] == "input")
        self.assertEqual(microphone["headset"], True)
        self.assertEqual(microphone["rate_in_use"], 48000)


class Guided(SoundTest):
    """The voice comes from a file, the answers from a pipe: ready, ready, skip, skip, and no cable."""

    def test_speech_is_measured_and_answers_are_declared(self):
        document = self.document("guided")
        # This spec's rules need no microphone before the guided part, which has it open for two steps of 3.7 and 10.7 s.
        self.assertEqual(len(document["openings"]), 1)
        self.assertTrue(14 < document["openings"][0]["value"] < 17, document["openings"])
        report = document["report"]
        outcomes = {finding["fact"]: finding for finding in report["findings"]}
        # Spoken digits of -14.1 dBov by ITU-T's own tool, with a pause each time that the file begins again.
        self.assertEqual(outcomes["audio.speech.level"]["outcome"], "met", outcomes["audio.speech.level"])
        self.assertEqual(outcomes["audio.band_edge"]["outcome"], "met", outcomes["audio.band_edge"])
        self.assertEqual(outcomes["audio.headset.wireless"]["outcome"], "not_met")
        self.assertEqual(report["facts"]["audio.headset.wireless"]["trust"], "declared")


class Faults(SoundTest):
    def test_muted_in_software(self):
        document = self.document("muted")
        self.assertIs(document["facts"]["audio.microphone.muted"]["value"], True)
        self.assertEqual(self.cause(document, "audio.noise_floor"), "condition")
        self.assertEqual(self.cause(document, "audio.speaker.heard"), "undecided")

    def test_added_delay_is_measured(self):
        """The microphone hears a loop of 100 ms more: the difference is the lab's own figure."""
        near = self.value(self.document("exact"), "audio.loop.delay")
        far = self.value(self.document("far"), "audio.loop.delay")
        self.assertAlmostEqual(far - near, 0.1, delta=0.035)  # a negotiated buffer may differ between runs

    def test_swapped_channels(self):
        self.assertEqual(self.value(self.document("swapped"), "audio.loop.channels"), "swapped")

    def test_narrow_band(self):
        band = self.value(self.document("narrow"), "audio.loop.band")
        self.assertTrue(3000 < band < 4200, band)

    def test_no_headset(self):
        document = self.document("no headset")
        self.assertIs(document["facts"]["audio.headset.present"]["value"], False)
        self.assertEqual(document["facts"]["audio.devices.inputs"]["value"], 0)
        self.assertEqual(self.cause(document, "audio.noise_floor"), "no_device")
        self.assertEqual(self.cause(document, "audio.loop.delay"), "no_device")

    def test_microphone_removed_in_mid_measurement(self):
        document = self.document("microphone removed")
        self.assertEqual(self.cause(document, "audio.noise_floor"), "device_changed")
        self.assertEqual(self.cause(document, "audio.loop.delay"), "device_changed")

    def test_speaker_removed_in_mid_measurement(self):
        self.assertEqual(self.cause(self.document("speaker removed"), "audio.loop.delay"), "device_changed")

    def test_call_running_is_not_disturbed(self):
        self.assertEqual(self.cause(self.document("call"), "audio.loop.delay"), "busy")

    def test_call_that_begins_is_not_disturbed(self):
        document = self.document("call begins")
        self.assertEqual(self.cause(document, "audio.loop.delay"), "busy")
        self.assertIn("audio.noise_floor", document["facts"])

    def test_devices_alone_open_no_microphone(self):
        result = self.document("devices only")
        self.assertEqual(result["opened"], 0)
        self.assertNotIn("audio.microphone.opened", result["document"]["facts"])
        self.assertEqual(self.cause(result["document"], "audio.noise_floor"), "refused")

    def stuck(self, name):
        document, seconds = self.run_of(name)
        # The lab itself takes up to a second to rise and fall beside the others.
        self.assertLess(seconds, LONGEST + 3)
        return document

    def test_server_that_hangs(self):
        document = self.stuck("stuck")
        self.assertEqual(self.cause(document, "audio.headset.present"), "sound_server_stuck")
        self.assertEqual(self.cause(document, "audio.noise_floor"), "sound_server_stuck")

    def test_server_that_hangs_in_mid_measurement(self):
        document = self.stuck("stuck later")
        self.assertIs(document["facts"]["audio.headset.present"]["value"], True)
        self.assertEqual(self.cause(document, "audio.noise_floor"), "sound_server_stuck")

    def test_worker_that_aborts(self):
        # PortAudio 19.6 asserts when ALSA knows no "default".
        document = self.document("no pcm.default")
        self.assertIs(document["facts"]["audio.headset.present"]["value"], True)
        why = document["unmeasured"]["audio.noise_floor"]
        self.assertEqual(why["cause"], "failed")
        self.assertIn("SIGABRT", why["args"]["detail"])

    def test_worker_that_is_killed_at_any_moment(self):
        for name in SCENARIOS:
            if not name.startswith("killed"):
                continue
            with self.subTest(name):
                why = self.document(name)["unmeasured"]["audio.loop.delay"]
                self.assertEqual(why["cause"], "failed")
                self.assertIn("SIGKILL", why["args"]["detail"])

    def test_no_server_at_all(self):
        with tempfile.TemporaryDirectory() as folder:
            environment = {"PATH": os.environ["PATH"], "HOME": folder, "XDG_RUNTIME_DIR": folder,
                           "DESKREADY": DESKREADY}
            begin = time.monotonic()
            done = subprocess.run(["bash", "-c", FACTS], capture_output=True, text=True, env=environment, timeout=60)
            self.assertLess(time.monotonic() - begin, LONGEST)
        document = json.loads(done.stdout)
        # A computer with sound cards and no server knows no headset either, for another reason.
        self.assertIn(self.cause(document, "audio.headset.present"), ["no_device", "unsupported"])


if __name__ == "__main__":
    probe = subprocess.run([LAB, "--", "true"], capture_output=True, text=True, timeout=60)
    if probe.returncode == SKIPPED:
        print(probe.stderr, file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
