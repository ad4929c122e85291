#!/usr/bin/env bash
# A full verdict in a made-up home: an emulated 50/10 Mbit/s, 20 ms line and a virtual headset.
# demo.sh BUILD_FOLDER [options of `deskready check`]
set -euo pipefail
build=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")" && pwd)
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
export XDG_STATE_HOME=$state XDG_CONFIG_HOME=$state
"$build/bin/netlab" --down 50M --up 10M --delay 10 --seed 1 --log "${DESKREADY_DEMO_LOG:-$state/packets.log}" \
  --far "$build/bin/deskready-responder --listen 10.78.0.2:8700" -- \
  "$here/../audiolab/audiolab.sh" --room-noise -60 -- \
  "$build/bin/deskready" check --far-end http://10.78.0.2:8700 --yes "$@"
