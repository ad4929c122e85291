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
import unittest

LAB = pathlib.Path(__file__).with_name("audiolab.sh")
DESKREADY = os.environ.get("DESKREADY", "build/bin/deskready")
FACTS = '"$DESKREADY" facts --only audio --format json --yes'
SKIPPED = 77

# What a script waits for: nothing happens to the program at a guessed moment.
LIBRARY = r"""
await() { # COMMAND...: repeats it until it succeeds
  for _ in $(seq 1000); do "$@" >/dev/null 2>&1 && return; sleep 0.02; done
  echo "did not come to pass: $*" >&2; exit 1
}
records() { pactl list source-outputs | grep -q 'application.process.binary = "deskready"'; }
plays() { pactl list sink-inputs | grep -q 'application.process.binary = "deskready"'; }
listens() { # a second by the clock of the sound: the program's own recording goes on meanwhile
  parec -d hs_spk.monitor --rate=48000 --channels=1 --format=s16le --raw --latency-msec=20 | head -c 96000 >/dev/null
}
some() { [ -n "$(pactl list short "$1")" ]; }
worker() { WORKER=$(pgrep -P "$CHECK" -f audio-worker); }
default_is() { [ "$(pactl get-default-source)" = "$1" ]; }
hears() { # DBFS: until the headset's speaker plays something louder than that
  parec -d hs_spk.monitor --rate=48000 --channels=1 --format=s16le --raw --latency-msec=20 | python3 "$UNTIL_HEARD" "$1"
}
"""

# The microphone hears another sink than the speaker; what lies between is up to the scenario.
MIC_BUS = """
    pactl load-module module-null-sink sink_name=mic_bus rate=48000 channels=2 >/dev/null
    pactl unload-module module-remap-source
    pactl load-module module-remap-source source_name=hs_mic master=mic_bus.monitor channels=2 >/dev/null
    """
MIC_READY = "await pactl set-default-source hs_mic; await default_is hs_mic"
LINKED = "await some sink-inputs; await some source-outputs"
RAW = "--channels=2 --format=s16le --raw"
PIPE = "parec -d hs_spk.monitor --rate={0} {1} --latency-msec=20 | pacat -d mic_bus --rate={0} {1} --latency-msec=40 &"


VOICE = pathlib.Path(__file__).parents[2] / "probes/audio/guided/voices/en/digits.flac"
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


def kill_worker_when(happened):
    """The worker is this program's only child of that name; it is ended once that has come to pass."""
    return f"""
    {FACTS} & CHECK=$!
    await worker
    {happened}
    kill -KILL $WORKER
    wait $CHECK
    """


# A file of ALSA's with PCMs of which each complains at length when PortAudio tries it.
NOISY_ALSA = r"""
    for i in $(seq 3000); do
      printf 'pcm.broken%d { type plug slave.pcm "nowhere%d" }\n' $i $i
    done >>"$ALSA_CONFIG_PATH"
    """
ALSA_ERRORS = r"""python3 -c '
import ctypes
alsa = ctypes.CDLL("libasound.so.2")
handle = ctypes.c_void_p()
for i in range(1, 3001):
    alsa.snd_pcm_open(ctypes.byref(handle), b"broken%d" % i, 0, 0)
' 2>&1 | wc -l"""

SCENARIOS = {
    "good": (FACTS, "--room-noise", "-50"),
    "exact": (FACTS,),
    "far": (MIC_BUS + "pactl load-module module-loopback source=hs_spk.monitor sink=mic_bus latency_msec=100 >/dev/null\n" +
            LINKED + "\n" + MIC_READY + "\n" + FACTS,),
    "swapped": ("""
        pactl unload-module module-remap-source
        pactl load-module module-remap-source source_name=hs_mic master=hs_spk.monitor channels=2 remix=no \
          channel_map=front-left,front-right master_channel_map=front-right,front-left >/dev/null
        """ + MIC_READY + "\n" + FACTS,),
    "narrow": (MIC_BUS + PIPE.format(8000, "--channels=1 --format=s16le --raw") + LINKED + "\n" + MIC_READY + "\n" + FACTS +
               "\nkill $(jobs -p) 2>/dev/null; true",),
    "muted": ("pactl set-source-mute hs_mic 1\n" + FACTS,),
    "no headset": (FACTS, "--no-headset"),
    "microphone removed": ("(await records; listens; pactl unload-module module-remap-source) >/dev/null 2>&1 &\n" + FACTS,),
    "speaker removed": ("(hears -60; pactl unload-module module-null-sink) >/dev/null 2>&1 &\n" + FACTS,),
    "call": (f"parec -d hs_mic --raw >/dev/null & CALL=$!; await some source-outputs\n{FACTS}\nkill $CALL",),
    # The first chirp adds 7 dB to the room's noise.
    "call begins": (f"(hears -46; exec timeout 20 parec -d hs_mic --raw) >/dev/null & CALL=$!\n{FACTS}\nkill $CALL",
                    "--room-noise", "-50"),
    "stuck": (f'kill -STOP "$AUDIOLAB_PULSE_PID"\n{FACTS}',),
    "stuck later": (f'(await records; kill -STOP "$AUDIOLAB_PULSE_PID") >/dev/null 2>&1 &\n{FACTS}',),
    "no pcm.default": (f"""echo 'pcm.pulse {{ type pulse }}' >"$ALSA_CONFIG_PATH"\n{FACTS}""",),
    "noisy ALSA": (f"""
        {NOISY_ALSA}
        LINES=$({ALSA_ERRORS})
        {FACTS} >"$HOME/facts" 2>"$HOME/errors"
        WORKER=$("$DESKREADY" audio-worker '{{"work":"loop","seconds":1}}' 2>&1 >/dev/null </dev/null | wc -c)
        echo "{{\\"lines\\": $LINES, \\"said\\": $(wc -c <"$HOME/errors"), \\"worker\\": $WORKER, \\"document\\": $(cat "$HOME/facts")}}"
        """,),
    "odd names": (r"""
        for name in 'سماعة' 'ヘッドセット' $'\x1b[31mred' $'br\xff\xc3('; do
          pactl load-module module-null-sink sink_name=odd$((++ODD)) "sink_properties=device.description=\"$name\"" >/dev/null
        done
        """ + f"""
        {FACTS} >"$HOME/facts"
        "$DESKREADY" audio devices >"$HOME/text"
        "$DESKREADY" audio devices --format json >"$HOME/devices"
        ESCAPES=$(grep -c $'\x1b' "$HOME/text")
        echo "{{\\"escapes\\": $ESCAPES, \\"devices\\": $(cat "$HOME/devices"), \\"document\\": $(cat "$HOME/facts")}}"
        """,),
    # The server cuts this value at its space and then sends half a property: libpulse ends each connection over it.
    "broken list": ("""
        pactl load-module module-null-sink sink_name=odd "sink_properties=device.description='سماعة رأس' device.bus=usb" >/dev/null
        """ + FACTS,),
    "killed at its start": (kill_worker_when(""),),
    "killed while it records": (kill_worker_when("await records"),),
    "killed while it plays": (kill_worker_when("hears -60"),),
    "devices only": (f"""
        {FACTS} --sound devices >"$HOME/facts" & CHECK=$!
        OPENED=0
        while kill -0 $CHECK 2>/dev/null; do
          records && OPENED=1
          sleep 0.02
        done
        echo "{{\\"opened\\": $OPENED, \\"document\\": $(cat "$HOME/facts")}}"
        """,),
    # In a room with a faint noise: behind exact silence nothing is told of the voice above it.
    "guided": (f"""
        sox -n -r 16000 -c 1 -b 16 "$HOME/room.wav" synth 8 whitenoise vol 0.001
        sox -m -v 1 '{VOICE}' -v 1 "$HOME/room.wav" "$HOME/voice.wav"
        cat >"$HOME/guided.toml" <<'SPEC'
{GUIDED_SPEC}
SPEC
        for i in 1 2 3 4; do paplay -d hs_spk "$HOME/voice.wav"; done & await some sink-inputs
        REPORT=$(printf '1\\n1\\ns\\n1\\n2\\n' |
          "$DESKREADY" check --guided --only audio --yes --spec "$HOME/guided.toml" --format json \\
            --save-voice "$HOME/heard.wav" 2>"$HOME/said")
        SAID=$(grep -oE '(Speech above noise|Speaker heard): ' "$HOME/said" | sed 's/\\(.*\\): /"\\1"/' | paste -sd,)
        OPENINGS=$("$DESKREADY" history --fact audio.microphone.opened --format json)
        HEARD=$("$DESKREADY" audio analyse "$HOME/heard.wav" --format json)
        WAVES=$(find "$HOME" "$XDG_RUNTIME_DIR" -newer "$HOME/guided.toml" -type f -size +100k | grep -v -c heard.wav)
        echo "{{\\"report\\": $REPORT, \\"openings\\": $OPENINGS, \\"heard\\": $HEARD, \\"others\\": $WAVES, \\"said\\": [$SAID]}}"
        """,),
    "listed": ('pactl set-default-source hs_spk.monitor; "$DESKREADY" audio devices --format json',),
}


class Skipped(Exception):
    pass


def run_lab(script, *options):
    """What a bash script in the lab printed."""
    done = subprocess.run([LAB, *options, "--", "bash", "-c", LIBRARY + script], capture_output=True, text=True, timeout=90,
                          env={**os.environ, "DESKREADY": DESKREADY, "UNTIL_HEARD": str(LAB.with_name("until_heard.py"))})
    if done.returncode == SKIPPED:
        raise Skipped(done.stderr)
    if not done.stdout:
        raise AssertionError(f"nothing printed, code {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


POOL = concurrent.futures.ThreadPoolExecutor(2)
RUNS = {}


def setUpModule():
    for name, (script, *options) in SCENARIOS.items():
        RUNS[name] = POOL.submit(run_lab, script, *options)


class SoundTest(unittest.TestCase):
    def document(self, name):
        try:
            return RUNS[name].result()
        except Skipped as why:
            raise unittest.SkipTest(str(why))

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
        self.assertEqual(self.good["unmeasured"]["audio.headset.wireless"]["cause"], "not_asked")

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
    """The voice comes from a file, the answers from a pipe: ready, ready, skip the digits, hear oneself, and no cable."""

    def test_speech_is_measured_and_answers_are_declared(self):
        document = self.document("guided")
        # This spec's rules need no microphone before the guided part, which has it open for steps of 3.7, 10.7 and 11.3 s.
        self.assertEqual(len(document["openings"]), 1)
        self.assertTrue(25 < document["openings"][0]["value"] < 29, document["openings"])
        report = document["report"]
        outcomes = {finding["fact"]: finding for finding in report["findings"]}
        # Spoken digits of -14.1 dBov by ITU-T's own tool, with a pause each time that the file begins again.
        self.assertEqual(outcomes["audio.speech.level"]["outcome"], "met", outcomes["audio.speech.level"])
        self.assertEqual(outcomes["audio.band_edge"]["outcome"], "met", outcomes["audio.band_edge"])
        self.assertEqual(outcomes["audio.headset.wireless"]["outcome"], "not_met")
        self.assertEqual(report["facts"]["audio.headset.wireless"]["trust"], "declared")

    def test_the_person_is_told_what_was_found_also_where_no_rule_asks_and_of_nothing_else(self):
        """The voice was found; of the ears, which were skipped, no rule asks."""
        self.assertEqual(self.document("guided")["said"], ["Speech above noise"])

    def test_what_a_customer_hears_is_written_only_to_the_file_that_was_named(self):
        document = self.document("guided")
        heard = document["heard"]["facts"]
        # The digits at -14.1 dBov went through Opus, and then down to -12 dBFS at their loudest.
        self.assertAlmostEqual(heard["audio.peak"]["value"], -12.04, delta=0.1)
        self.assertGreater(heard["audio.speech.activity"]["value"], 0.5)
        self.assertEqual(document["others"], 0)


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

    def test_server_that_hangs(self):
        document = self.document("stuck")
        self.assertEqual(self.cause(document, "audio.headset.present"), "sound_server_stuck")
        self.assertEqual(self.cause(document, "audio.noise_floor"), "sound_server_stuck")

    def test_server_that_hangs_in_mid_measurement(self):
        document = self.document("stuck later")
        self.assertIs(document["facts"]["audio.headset.present"]["value"], True)
        self.assertEqual(self.cause(document, "audio.noise_floor"), "sound_server_stuck")

    def test_worker_that_aborts(self):
        # PortAudio 19.6 asserts when ALSA knows no "default".
        document = self.document("no pcm.default")
        self.assertIs(document["facts"]["audio.headset.present"]["value"], True)
        why = document["unmeasured"]["audio.noise_floor"]
        self.assertEqual(why["cause"], "failed")
        self.assertIn("SIGABRT", why["message"])

    def test_thousands_of_messages_from_alsa_are_silenced(self):
        document = self.document("noisy ALSA")
        self.assertGreater(document["lines"], 2000, "this ALSA does not complain, so that the test shows nothing")
        self.assertEqual(document["worker"], 0)
        self.assertLess(document["said"], 500)
        self.assertAlmostEqual(self.value(document["document"], "audio.loop.echo_return_loss"), 0, delta=0.05)

    def test_names_in_any_script_and_in_none(self):
        result = self.document("odd names")
        self.assertEqual(result["escapes"], 0)
        names = " ".join(device["name"] for device in result["devices"]["devices"])
        for name in ("سماعة", "ヘッドセット", "br\ufffd"):
            self.assertIn(name, names)
        self.assertIs(self.value(result["document"], "audio.headset.present"), True)

    def test_a_list_that_libpulse_cannot_read_is_said(self):
        why = self.document("broken list")["unmeasured"]["audio.headset.present"]
        self.assertEqual(why["cause"], "failed")
        self.assertIn("cannot be read", why["message"])

    def test_worker_that_is_killed_at_any_moment(self):
        for name in SCENARIOS:
            if not name.startswith("killed"):
                continue
            with self.subTest(name):
                why = self.document(name)["unmeasured"]["audio.loop.delay"]
                self.assertEqual(why["cause"], "failed")
                self.assertIn("SIGKILL", why["message"])

    def test_no_server_at_all(self):
        with tempfile.TemporaryDirectory() as folder:
            environment = {"PATH": os.environ["PATH"], "HOME": folder, "XDG_RUNTIME_DIR": folder,
                           "DESKREADY": DESKREADY}
            done = subprocess.run(["bash", "-c", FACTS], capture_output=True, text=True, env=environment, timeout=90)
        document = json.loads(done.stdout)
        # A computer with sound cards and no server knows no headset either, for another reason.
        self.assertIn(self.cause(document, "audio.headset.present"), ["no_device", "unsupported"])


if __name__ == "__main__":
    probe = subprocess.run([LAB, "--", "true"], capture_output=True, text=True, timeout=60)
    if probe.returncode == SKIPPED:
        print(probe.stderr, file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
