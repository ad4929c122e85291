"""deskready's sound facts in a world with a virtual headset, and in worlds where sound is broken.

DESKREADY names the program. Exits with 77 when the world cannot be built here."""
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


def in_lab(script, *options):
    """Runs a bash script in the lab and returns what it wrote; its own exit code must be 0 or the facts' 3."""
    done = subprocess.run([LAB, *options, "--", "bash", "-c", script], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "DESKREADY": DESKREADY})
    if done.returncode == SKIPPED:
        raise unittest.SkipTest(done.stderr)
    if not done.stdout:
        raise AssertionError(f"nothing printed, code {done.returncode}: {done.stderr}")
    return done.stdout


def facts_in_lab(before="", *options):
    return json.loads(in_lab(f"{before}\n{FACTS}", *options))


class Headset(unittest.TestCase):
    """One measurement of a working headset in a room with noise of -50 dBFS RMS."""

    @classmethod
    def setUpClass(cls):
        cls.document = facts_in_lab("", "--room-noise", "-50")
        cls.facts = cls.document["facts"]

    def value(self, name):
        self.assertIn(name, self.facts, self.document.get("unmeasured", {}).get(name))
        return self.facts[name]["value"]

    def test_is_recognised(self):
        self.assertIs(self.value("audio.headset.present"), True)
        self.assertEqual(self.value("audio.headset.connection"), "usb")
        self.assertEqual(self.value("audio.headset.name"), "VirtualHeadset")
        self.assertIs(self.value("audio.headset.default_input"), True)
        self.assertIs(self.value("audio.headset.default_output"), True)
        self.assertEqual(self.value("audio.devices.inputs"), 1)
        self.assertEqual(self.value("audio.devices.outputs"), 1)

    def test_noise_is_that_of_the_room(self):
        self.assertAlmostEqual(self.value("audio.noise_floor"), -50, delta=0.5)
        self.assertIs(self.value("audio.microphone.muted"), False)
        self.assertEqual(self.value("audio.clipping"), 0)
        self.assertEqual(self.value("audio.dropouts"), 0)

    def test_loop_is_found(self):
        # The server's own buffers: 141 to 172 ms on other runs.
        self.assertTrue(0.02 < self.value("audio.loop.delay") < 0.5)
        self.assertIs(self.value("audio.speaker.heard"), True)

    def test_radio_is_not_guessed(self):
        self.assertEqual(self.document["unmeasured"]["audio.headset.wireless"]["cause"], "unsupported")


class Faults(unittest.TestCase):
    def cause(self, document, name):
        self.assertNotIn(name, document["facts"])
        return document["unmeasured"][name]["cause"]

    def test_muted_in_software(self):
        document = facts_in_lab("pactl set-source-mute hs_mic 1")
        self.assertIs(document["facts"]["audio.microphone.muted"]["value"], True)
        self.assertEqual(self.cause(document, "audio.noise_floor"), "condition")
        self.assertEqual(self.cause(document, "audio.speaker.heard"), "undecided")

    def test_added_delay_is_measured(self):
        """The microphone hears a loop of 100 ms more: the difference is the lab's own figure."""
        farther = """
            pactl load-module module-null-sink sink_name=mic_bus >/dev/null
            pactl load-module module-loopback source=hs_spk.monitor sink=mic_bus latency_msec=100 >/dev/null
            pactl unload-module module-remap-source
            pactl load-module module-remap-source source_name=hs_mic master=mic_bus.monitor channels=2 >/dev/null
            sleep 0.5; pactl set-default-source hs_mic
            """
        near = facts_in_lab()["facts"]["audio.loop.delay"]["value"]
        far = facts_in_lab(farther)["facts"]["audio.loop.delay"]["value"]
        self.assertAlmostEqual(far - near, 0.1, delta=0.035)  # a negotiated buffer may differ between runs

    def test_no_headset(self):
        document = facts_in_lab("", "--no-headset")
        self.assertIs(document["facts"]["audio.headset.present"]["value"], False)
        self.assertEqual(document["facts"]["audio.devices.inputs"]["value"], 0)
        self.assertEqual(self.cause(document, "audio.noise_floor"), "no_device")
        self.assertEqual(self.cause(document, "audio.loop.delay"), "no_device")

    def test_removed_in_mid_measurement(self):
        document = facts_in_lab("(sleep 2; pactl unload-module module-remap-source) >/dev/null 2>&1 &")
        self.assertEqual(self.cause(document, "audio.noise_floor"), "device_changed")
        self.assertEqual(self.cause(document, "audio.loop.delay"), "device_changed")

    def test_call_running_is_not_disturbed(self):
        call = "parec -d hs_mic --raw >/dev/null & CALL=$!; sleep 0.5"
        document = json.loads(in_lab(f"{call}\n{FACTS}\nkill $CALL"))
        self.assertEqual(self.cause(document, "audio.loop.delay"), "busy")

    def stuck(self, script):
        begin = time.monotonic()
        document = json.loads(in_lab(script))
        # The lab itself takes up to half a second to rise and fall.
        self.assertLess(time.monotonic() - begin, LONGEST + 2)
        return document

    def test_server_that_hangs(self):
        document = self.stuck(f'kill -STOP "$AUDIOLAB_PULSE_PID"\n{FACTS}')
        self.assertEqual(self.cause(document, "audio.headset.present"), "sound_server_stuck")
        self.assertEqual(self.cause(document, "audio.noise_floor"), "sound_server_stuck")

    def test_server_that_hangs_in_mid_measurement(self):
        document = self.stuck(f'(sleep 2; kill -STOP "$AUDIOLAB_PULSE_PID") >/dev/null 2>&1 &\n{FACTS}')
        self.assertIs(document["facts"]["audio.headset.present"]["value"], True)
        self.assertEqual(self.cause(document, "audio.noise_floor"), "sound_server_stuck")

    def test_worker_that_aborts(self):
        # PortAudio 19.6 asserts when ALSA knows no "default".
        script = f"""echo 'pcm.pulse {{ type pulse }}' >"$ALSA_CONFIG_PATH"\n{FACTS}"""
        document = json.loads(in_lab(script))
        self.assertIs(document["facts"]["audio.headset.present"]["value"], True)
        why = document["unmeasured"]["audio.noise_floor"]
        self.assertEqual(why["cause"], "failed")
        self.assertIn("SIGABRT", why["args"]["detail"])

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
