#!/usr/bin/env bash
# Runs libFuzzer over one parser or all, and prints a row for each: executions, edges of the program that were reached,
# findings. What a finding needs to come again stays in build-fuzz/found/.
#   tests/fuzz/fuzz.sh [TARGET] [--seconds N]
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 3

seconds=60
only=
while [ $# -gt 0 ]; do
  case "$1" in
    --seconds) seconds=${2:?--seconds needs a number}; shift ;;
    -*) echo "tests/fuzz/fuzz.sh: unknown option $1; there is --seconds" >&2; exit 3 ;;
    *) only=$1 ;;
  esac
  shift
done

mapfile -t targets < <(sed -n 's/^FUZZ_TARGET(\(.*\)) {$/\1/p' tests/fuzz/*.cpp | sort)
if [ -n "$only" ]; then
  printf '%s\n' "${targets[@]}" | grep -qx "$only" || {
    echo "tests/fuzz/fuzz.sh: there is no target $only; there are ${targets[*]}" >&2
    exit 3
  }
  targets=("$only")
fi

failed=0
printf '| %-16s | %10s | %12s | %6s | %8s |\n' parser seconds executions edges findings
printf '|---|---:|---:|---:|---:|\n'
for target in "${targets[@]}"; do
  found=build-fuzz/found/$target
  grown=build-fuzz/corpus/$target
  mkdir -p "$found" "$grown"
  log=build-fuzz/$target.log
  DESKREADY_FUZZ=$target build-fuzz/bin/fuzz -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$found/" "$grown" "tests/fuzz/corpus/$target" >"$log" 2>&1 || failed=1
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  edges=$(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -d' ' -f2)
  printf '| %-16s | %10s | %12s | %6s | %8s |\n' "$target" "$seconds" "${executions:-?}" "${edges:-?}" \
    "$(find "$found" -type f | wc -l)"
done
exit "$failed"
