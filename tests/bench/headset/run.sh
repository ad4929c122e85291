#!/usr/bin/env bash
# The headset bench: makes voices with espeak-ng and flite, and prints its results as Markdown.
#   tests/bench/headset/run.sh [BUILD_FOLDER] [VARIANTS]
# Needs the packages espeak-ng, flite and sox.
set -euo pipefail
cd "$(dirname "$0")/../../.."
build=${1:-build}
for program in espeak-ng flite sox; do
  command -v "$program" >/dev/null || { echo "run.sh: $program is not installed; install the package $program" >&2; exit 3; }
done
voices=$(mktemp -d)
trap 'rm -rf "$voices"' EXIT

sentences=("She sells six fresh fish at the sea shore, and sixty-six thousand people passed us."
  "Thank you for calling customer service. Please stay on the line, this is just a short question."
  "The system says your address has changed since last season; is this still the right house?")
number=0
make() { # PROGRAM ARGUMENTS…; the sentence is the last one
  for sentence in "${sentences[@]}"; do
    number=$((number + 1))
    out=$(printf '%s/%s-%02d.wav' "$voices" "$1" "$number")
    if [ "$1" = espeak-ng ]; then espeak-ng "${@:2}" -w "$voices/raw.wav" "$sentence"; else flite "${@:2}" -t "$sentence" -o "$voices/raw.wav"; fi
    sox -D "$voices/raw.wav" -r 48000 -b 16 "$out" gain -6 rate -v
  done
  rm -f "$voices/raw.wav"
}
make espeak-ng -v en-us -s 150
make espeak-ng -v en-gb -s 165 -p 40
make espeak-ng -v en-us+f3 -s 155
make espeak-ng -v en-us+m4 -s 140 -p 30
make espeak-ng -v en-gb+f5 -s 170 -p 60
make flite -voice slt
make flite -voice rms
make flite -voice awb
make flite -voice kal16

"$build/bin/bench_headset" "$voices" "${2:-60}"
