#!/usr/bin/env bash
# Makes en/digits.flac, which is compiled in: ten English digits, one every 0.8 s, 16 kHz, spoken by flite's voice
# cmu_us_slt. That voice is free of charge and without restriction (see en/COPYING); sound that it speaks is not under
# any further licence. Another language needs a folder of its own with a digits.flac of the same shape, and a row in
# languages.cpp.
#   make_voice.sh; needs the packages flite and sox
set -euo pipefail
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
pieces=()
for word in zero one two three four five six seven eight nine; do
  flite -voice slt -t "$word" -o "$folder/raw.wav"
  # Without the pauses at both ends; quiet ends of consonants stay.
  sox -D "$folder/raw.wav" "$folder/cut.wav" silence 1 0.005 0.3% reverse silence 1 0.005 0.3% reverse
  sox -D "$folder/cut.wav" "$folder/$word.wav" fade t 0.005 -0 0.01 norm -3 pad 0 0.8 trim 0 0.8
  pieces+=("$folder/$word.wav")
done
sox -D "${pieces[@]}" -b 16 -C 8 en/digits.flac
