#!/usr/bin/env bash
# Installs, enables, upgrades and removes the package in a bare Debian 12 made for it. Needs root and debootstrap.
#
#   tests/bench/daemon/package.sh BUILD MIRROR
#
# MIRROR is a Debian mirror, as debootstrap takes it. Prints what was tried, a line each; ends 1 at the first that fails.
set -euo pipefail
build=$(realpath "$1")
mirror=$2
root=$(mktemp -d)
chmod 755 "$root"  # an ordinary user lives in it
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf "$root" "$root.log"' EXIT

say() { printf '%s\n' "$*"; }
inside() { chroot "$root" env DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }

(cd "$build" && cpack -G DEB -D CPACK_PACKAGE_VERSION=1.0 -B "$root.deb1" >/dev/null && cpack -G DEB -D CPACK_PACKAGE_VERSION=1.1 -B "$root.deb2" >/dev/null)
debootstrap --variant=minbase --include=systemd bookworm "$root" "$mirror" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
mount -t proc proc "$root/proc"
cp "$root".deb1/*.deb "$root/old.deb"
cp "$root".deb2/*.deb "$root/new.deb"
rm -rf "$root".deb1 "$root".deb2
inside apt-get update -qq
before=$(inside dpkg-query -W | wc -l)
begun=$(date +%s)
inside apt-get install -y -qq --no-install-recommends /old.deb >"$root.log" 2>&1 || { cat "$root.log"; exit 1; }
say "installed after $(($(date +%s) - begun)) s, with $(($(inside dpkg-query -W | wc -l) - before - 1)) packages that it needs"
mkdir "$root/tmp/first"
code=0
inside env HOME=/tmp/first deskready check --yes >"$root.log" 2>&1 || code=$?
verdict=$(grep -E '^(NOT )?(READY|DECIDED)' "$root.log") || { cat "$root.log"; exit 1; }
say "a verdict $(($(date +%s) - begun)) s after \`apt install\`: $verdict"
inside deskready --version >/dev/null && inside deskreadyd --version >/dev/null && inside deskready-responder --version >/dev/null
say "the three programs run"
inside systemctl --global enable deskready.service 2>/dev/null
inside test -L /etc/systemd/user/default.target.wants/deskready.service
say "enabled for everybody"
inside useradd -m ana
inside su ana -c 'SYSTEMD_OFFLINE=1 systemctl --user enable deskready 2>/dev/null; test -L ~/.config/systemd/user/default.target.wants/deskready.service'
say "enabled by one person"
inside test -x "$(sed -n 's/^Exec=//p' "$root/usr/share/applications/deskready.desktop")"
inside test -s /usr/share/man/man1/deskreadyd.1.gz || say "pages are left out by this system's own rules"
inside su ana -c 'deskready check --only system --yes --format json --output /tmp/r.json; deskready report show latest >/dev/null'
say "a check of an ordinary user is kept and shown"
inside apt-get install -y -qq --no-install-recommends /new.deb >"$root.log" 2>&1 || { cat "$root.log"; exit 1; }
inside dpkg-query -W -f '${Version}\n' deskready | grep -q 1.1
inside test -L /etc/systemd/user/default.target.wants/deskready.service
inside su ana -c 'deskready report show latest >/dev/null'
say "upgraded; it stays enabled and the history is read"
inside apt-get remove -y -qq deskready >"$root.log" 2>&1 || { cat "$root.log"; exit 1; }
inside sh -c '! command -v deskready && ! test -e /etc/systemd/user/default.target.wants/deskready.service'
say "removed; nobody's service is left enabled for everybody"
inside dpkg --purge deskready >"$root.log" 2>&1 || { cat "$root.log"; exit 1; }
left=$(inside find / -xdev -name '*deskready*' -not -path '/proc/*' -not -path '/home/*' -not -path '/tmp/*' -not -path '/var/log/*' -not -path '/var/cache/*' || true)
[ -z "$left" ] || { say "left behind: $left"; exit 1; }
say "purged without a trace outside home folders"
