"""Runs a command in a network of its own behind this one, which a proxy joins: it takes TCP connections itself, keeps all
that comes, and relays it as fast as the line lets it; packets of UDP are passed on. As the network's root:

    behind_proxy.py LISTEN_ADDRESS PORT FAR_ADDRESS FAR_PORT -- COMMAND..."""
import collections
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading


def pump(source, target):
    """One direction, with a store of any length between reading and writing."""
    store, more = collections.deque(), threading.Condition()

    def write():
        while True:
            with more:
                while not store:
                    more.wait()
                part = store.popleft()
            if part is None:
                break
            try:
                target.sendall(part)
            except OSError:
                return
        try:
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    threading.Thread(target=write, daemon=True).start()
    part = b"-"
    while part:
        try:
            part = source.recv(65536)
        except OSError:
            part = b""
        with more:
            store.append(part or None)
            more.notify()


def relay_tcp(listener, far):
    while True:
        near, _ = listener.accept()
        beyond = socket.create_connection(far)
        for pair in ((near, beyond), (beyond, near)):
            threading.Thread(target=pump, args=pair, daemon=True).start()


def relay_udp(listener, far):
    sockets = {}

    def back(beyond, to):
        while True:
            listener.sendto(beyond.recv(65536), to)

    while True:
        packet, source = listener.recvfrom(65536)
        if source not in sockets:
            sockets[source] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sockets[source].connect(far)
            threading.Thread(target=back, args=(sockets[source], source), daemon=True).start()
        sockets[source].send(packet)


def main():
    address, port, far, far_port = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    command = sys.argv[sys.argv.index("--") + 1:]
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(write)
        unshare_network()
        os.kill(os.getppid(), signal.SIGUSR1)
        os.read(read, 1)
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        subprocess.run(["ip", "link", "set", "behind", "up"], check=True)
        subprocess.run(["ip", "address", "add", "10.79.0.2/24", "dev", "behind"], check=True)
        subprocess.run(["ip", "route", "add", "default", "via", address], check=True)
        os.execvp(command[0], command)
    signal.sigwait({signal.SIGUSR1})
    subprocess.run(["ip", "link", "add", "proxy", "type", "veth", "peer", "name", "behind", "netns", str(child)], check=True)
    subprocess.run(["ip", "address", "add", f"{address}/24", "dev", "proxy"], check=True)
    subprocess.run(["ip", "link", "set", "proxy", "up"], check=True)
    tcp = socket.create_server((address, port))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind((address, port))
    for relay, listener in ((relay_tcp, tcp), (relay_udp, udp)):
        threading.Thread(target=relay, args=(listener, (far, far_port)), daemon=True).start()
    os.write(write, b"x")
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def unshare_network():
    """As os.unshare() of later Pythons."""
    new_network = 0x40000000
    if ctypes.CDLL(None, use_errno=True).unshare(new_network) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    main()
