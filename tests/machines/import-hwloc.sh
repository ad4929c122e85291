#!/usr/bin/env bash
# Makes a test machine of a topology dump of hwloc's own tests: import-hwloc.sh DUMP.tar.bz2 FOLDER
# Those dumps (tests/hwloc/linux in the hwloc source, BSD 3-Clause) are whole recordings of /proc and /sys of real
# machines by hwloc-gather-topology. Only what probes/system reads is kept, and nothing that tells who owns it.
set -euo pipefail
[ $# = 2 ] || { echo "usage: $0 DUMP.tar.bz2 FOLDER (a new one)" >&2; exit 2; }
to=$2
[ ! -e "$to" ] || { echo "$to is there already; name a new folder" >&2; exit 2; }
dump=$(mktemp -d)
trap 'rm -rf "$dump"' EXIT
tar -xf "$1" -C "$dump" --strip-components=1
mkdir -p "$to/proc"
awk -F: 'BEGIN {
    n = split("processor,vendor_id,model name,cpu MHz,physical id,core id,flags,Features,CPU implementer,CPU part", all, ",")
    for (i = 1; i <= n; ++i) keep[all[i]]
  }
  {name = $1; gsub(/[ \t]+$/, "", name)}
  name in keep || $0 == ""' "$dump/proc/cpuinfo" >"$to/proc/cpuinfo"
grep -E '^Mem(Total|Available):' "$dump/proc/meminfo" >"$to/proc/meminfo"
cd "$dump"
for file in sys/class/dmi/id/{sys_vendor,product_name,bios_date,chassis_type} sys/devices/system/cpu/online \
  sys/devices/system/cpu/cpu[0-9]*/topology/{core_cpus_list,thread_siblings_list} \
  sys/devices/system/cpu/cpu[0-9]*/cpufreq/cpuinfo_max_freq sys/devices/system/memory/block_size_bytes \
  sys/devices/system/memory/memory[0-9]*/state sys/class/drm/*/{status,modes}; do
  # Where both tell the same, the newer name is enough.
  case $file in */thread_siblings_list) [ ! -e "${file/thread_siblings/core_cpus}" ] || continue ;; esac
  [ -f "$file" ] || continue
  mkdir -p "$OLDPWD/$to/$(dirname "$file")"
  cat "$file" >"$OLDPWD/$to/$file"
done
