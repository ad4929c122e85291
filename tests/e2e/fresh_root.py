"""A Debian of a test's own, within this one: what is installed here lies below it read-only, what is changed in it is in
memory, and homes, /run, /tmp, processes and network are its own. Needs root, or what root may do."""
import os
import pathlib
import subprocess
import tempfile

PATIENCE = 90  # seconds; ends what hangs, and is never what a test measures
PERSON = "ana"

SET_UP = r"""set -e
mount -t tmpfs none "$1"
cd "$1"
mkdir changed work root
mount -t overlay none -o "lowerdir=/,upperdir=$PWD/changed,workdir=$PWD/work" root
cd root
for own in run tmp root home; do mount -t tmpfs none $own; done
chmod 1777 tmp
mkdir run/changed run/old
mount --bind ../changed run/changed
mount -t proc none proc
mount --rbind /dev dev
mount --rbind /sys sys
mount -t cgroup2 none sys/fs/cgroup 2>/dev/null || true
ip link set lo up
pivot_root . run/old
umount -l run/old
rmdir run/old
# Both are there where a systemd of the whole system runs.
mkdir -p run/systemd/system run/systemd/unit-root run/systemd/inaccessible
getent passwd ana >/dev/null || useradd --no-log-init --create-home ana
echo ready
exec sleep infinity
"""


class FreshRoot:
    """Set up when made; OSError says why none can be here."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="dr-")
        self.group = None
        self.started = []
        self.first = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--cgroup", "--ipc", "--uts", "--net", "--fork", "--kill-child", "--",
             "bash", "-c", SET_UP, "bash", self.folder],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if self.first.stdout.readline() != "ready\n":
            why = self.first.communicate()[1].strip()
            os.rmdir(self.folder)
            raise OSError(why or "namespaces and overlays cannot be had here")
        children = pathlib.Path(f"/proc/{self.first.pid}/task/{self.first.pid}/children").read_text().split()
        self.pid = children[0]
        self.person = self.numbers_of(PERSON)
        number, group = self.person
        self.run("install", "-d", "-m", "700", "-o", number, "-g", group, f"/run/user/{number}")

    def close(self):
        if self.group:  # what the service manager made; empty only once its processes are gone
            self.run("sh", "-c", f"for group in $(find {self.group} -depth -type d); do echo 1 >$group/cgroup.kill; done;"
                     f"until find {self.group} -depth -type d -exec rmdir {{}} +; do sleep 0.1; done", check=False)
        self.first.kill()  # and with it whatever runs in there
        for process in (self.first, *self.started):
            process.communicate()
        os.rmdir(self.folder)

    def numbers_of(self, person):
        return [self.run("id", option, person).stdout.strip() for option in ("-u", "-g")]

    def command(self, *words, person=False):
        who = [] if not person else ["setpriv", f"--reuid={self.person[0]}", f"--regid={self.person[1]}", "--clear-groups",
                                     "env", f"HOME=/home/{PERSON}", f"XDG_RUNTIME_DIR=/run/user/{self.person[0]}"]
        return ["nsenter", "--target", self.pid, "--mount", "--pid", "--cgroup", "--ipc", "--uts", "--net", "--root", "--wdns=/",
                "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
                *who, *map(str, words)]

    def run(self, *words, person=False, check=True, **more):
        done = subprocess.run(self.command(*words, person=person), capture_output=True, text=True, timeout=PATIENCE,
                              stdin=subprocess.DEVNULL, **more)
        if check and done.returncode != 0:
            raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def start(self, *words, person=False):
        self.started.append(subprocess.Popen(self.command(*words, person=person), stdin=subprocess.DEVNULL,
                                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        return self.started[-1]

    def put(self, file, place):
        with open(file, "rb") as source:
            subprocess.run(self.command("sh", "-c", f"cat >{place}"), stdin=source, check=True)

    def service_manager(self):
        """The person's own systemd, without a bus; OSError says why it does not run here."""
        number, group = self.person
        runtime = f"/run/user/{number}"
        self.group = f"/sys/fs/cgroup/deskready-test-{os.getpid()}"
        script = (f"mkdir -p {self.group} && chown {number}:{group} {self.group} "
                  f"{self.group}/cgroup.procs {self.group}/cgroup.threads {self.group}/cgroup.subtree_control && "
                  f"echo $$ >{self.group}/cgroup.procs && "
                  f"exec setpriv --reuid={number} --regid={group} --clear-groups "
                  f"env HOME=/home/{PERSON} XDG_RUNTIME_DIR={runtime} /lib/systemd/systemd --user --log-target=console")
        manager = self.start("sh", "-c", script)
        while manager.poll() is None:
            state = self.run("systemctl", "--user", "is-system-running", person=True, check=False).stdout.strip()
            if state in ("running", "degraded"):
                return manager
        raise OSError(manager.stdout.read().strip()[-400:])
