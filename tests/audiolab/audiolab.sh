#!/bin/bash
# A desk with a virtual USB headset: runs a command in a private world of D-Bus, PipeWire, WirePlumber and pipewire-pulse.
#
#   audiolab.sh [--room-noise DBFS] [--no-headset] -- COMMAND [ARGUMENT...]
#
# The headset's microphone hears what its speaker plays, so a loop exists; --room-noise adds white noise of that RMS level.
# Exits with the command's code, or with 77 and a message when the world cannot be built here. Works for root and for
# anyone else. HOME, XDG_RUNTIME_DIR and the other XDG folders are private to the world: deskready's own locks, settings and
# history are then separate from the person's too. The command finds in its environment:
#   AUDIOLAB_PULSE_PID  the pipewire-pulse process, to stop or end
#   ALSA_CONFIG_PATH    an ALSA configuration in which "pulse" and "default" lead to the server
set -u
here=$(dirname "$(readlink -f "$0")")

skip() { echo "audiolab: skipped: $*" >&2; exit 77; }

noise="" headset=yes
while [ $# -gt 0 ]; do
  case "$1" in
    --room-noise) noise=$2; shift 2 ;;
    --no-headset) headset=no; shift ;;
    --) shift; break ;;
    *) echo "audiolab: unknown option $1" >&2; exit 2 ;;
  esac
done
[ $# -gt 0 ] || { echo "audiolab: no command given" >&2; exit 2; }

for program in dbus-daemon pipewire wireplumber pipewire-pulse pactl pacat python3; do
  command -v "$program" >/dev/null || skip "$program is not installed"
done

world=$(mktemp -d "${TMPDIR:-/tmp}/audiolab.XXXXXX") || skip "no temporary folder"
chmod 700 "$world"
pids=()
tear_down() {
  # The last started goes first; a stopped one must be continued to hear its end.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill -CONT "${pids[i]}" 2>/dev/null
    kill "${pids[i]}" 2>/dev/null
  done
  for pid in "${pids[@]}"; do
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.02; done
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  rm -rf "$world"
}
trap tear_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir "$world/home" "$world/run"
chmod 700 "$world/run"
unset PULSE_SERVER PULSE_SINK PULSE_SOURCE PULSE_RUNTIME_PATH PULSE_LATENCY_MSEC PIPEWIRE_REMOTE DISPLAY
# WirePlumber remembers volumes at home: a fresh one each time.
export HOME="$world/home" XDG_RUNTIME_DIR="$world/run" PIPEWIRE_RUNTIME_DIR="$world/run"
export XDG_CONFIG_HOME="$HOME/.config" XDG_STATE_HOME="$HOME/.local/state" XDG_DATA_HOME="$HOME/.local/share"
export XDG_CACHE_HOME="$HOME/.cache" DBUS_SESSION_BUS_ADDRESS="unix:path=$world/run/bus"

log="$world/log"
begin() { "$@" >>"$log" 2>&1 & pids+=($!); }
wait_for() { # WHAT COMMAND...
  local what=$1; shift
  for _ in $(seq 1000); do "$@" >/dev/null 2>&1 && return; sleep 0.02; done
  cat "$log" >&2
  skip "$what did not come up"
}

# Without a session bus WirePlumber ends at once.
begin dbus-daemon --session --nofork --nopidfile --address="$DBUS_SESSION_BUS_ADDRESS"
wait_for D-Bus test -S "$world/run/bus"
begin pipewire
wait_for PipeWire test -S "$world/run/pipewire-0"
begin wireplumber
begin pipewire-pulse
export AUDIOLAB_PULSE_PID=${pids[-1]}
wait_for pipewire-pulse timeout 2 pactl info

export ALSA_CONFIG_PATH="$world/asound.conf"
printf 'pcm.pulse { type pulse }\nctl.pulse { type pulse }\npcm.default { type pulse }\nctl.default { type pulse }\n' \
  >"$ALSA_CONFIG_PATH"

if [ "$headset" = yes ]; then
  pactl load-module module-null-sink sink_name=hs_spk rate=48000 channels=2 \
    sink_properties='device.description=VirtualHeadset device.product.name=VirtualHeadset device.bus=usb device.form_factor=headset' \
    >>"$log" 2>&1 || skip "the virtual speaker could not be made"
  pactl load-module module-remap-source source_name=hs_mic master=hs_spk.monitor channels=2 >>"$log" 2>&1 ||
    skip "the virtual microphone could not be made"
  pactl set-default-sink hs_spk && pactl set-default-source hs_mic
  linked() { pactl list short source-outputs | grep -q . && [ "$(pactl get-default-source)" = hs_mic ]; }
  wait_for "the virtual headset" linked
fi

if [ -n "$noise" ]; then
  # Gaussian and seeded; a loop of 20 s is far longer than any measurement.
  python3 - "$noise" >"$world/noise.raw" <<'PYTHON' || skip "no noise could be made"
import array, random, sys
random.seed(1)
sigma = 32768 * 10 ** (float(sys.argv[1]) / 20)
once = array.array("h", (max(-32768, min(32767, round(random.gauss(0, sigma)))) for _ in range(48000 * 4)))
sys.stdout.buffer.write(once.tobytes() * 5)
PYTHON
  play_for_ever() { while cat "$world/noise.raw"; do :; done; }
  play_for_ever 2>/dev/null | pacat -d hs_spk --rate=48000 --channels=1 --format=s16le --raw --latency-msec=100 >>"$log" 2>&1 &
  pids+=($!)
  heard() {
    parec -d hs_spk.monitor --rate=48000 --channels=1 --format=s16le --raw --latency-msec=20 |
      timeout 20 python3 "$here/until_heard.py" $((noise - 6))
  }
  wait_for "the room's noise" heard
  nobody_listens() { ! pactl list source-outputs | grep -q 'application.name = "parec"'; }
  wait_for "the end of this lab's own recording" nobody_listens
fi

"$@"
