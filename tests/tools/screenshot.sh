#!/usr/bin/env bash
# A picture of a report's page as a person sees it: screenshot.sh PAGE.html PICTURE.png [WIDTH [HEIGHT]]
# Needs Debian's chromium. Nothing is loaded from a network.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: $0 PAGE.html PICTURE.png [WIDTH [HEIGHT]]" >&2; exit 2; }
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
# Root may not use Chromium's sandbox; the page holds no script.
chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update \
  --disable-sync --hide-scrollbars --user-data-dir="$profile" --window-size="${3:-1000},${4:-1100}" \
  --screenshot="$2" "file://$(realpath "$1")" >/dev/null 2>&1
