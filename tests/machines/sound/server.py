#!/usr/bin/env python3
"""A sound server that answers as a recorded one did, in PulseAudio's native protocol, over a socket of its own.

    with Server(answer_text) as server: ... PULSE_SERVER=server.address ...
    server.py ANSWER.tsv COMMAND [ARGUMENT...]      runs the command against it, as in `server.py a.tsv pactl list`

An answer has one object a line, tab-separated: server, card, profile, port, source, sink, recording, playback, each with
members of its own (README.md) and the properties that libpulse gives. Nothing can be recorded, played or changed.
"""
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import threading

VERSION = 35
NONE = 0xFFFFFFFF
ERROR, REPLY = 0, 2
AUTH, SET_CLIENT_NAME, GET_SERVER_INFO, GET_SINKS, GET_SOURCES = 8, 9, 20, 22, 24
GET_SINK_INPUTS, GET_SOURCE_OUTPUTS, GET_CARDS = 30, 32, 89
NOT_SUPPORTED = 19
PORT_TYPES = {"speaker": 2, "headphones": 3, "line": 4, "mic": 5, "headset": 6, "handset": 7, "spdif": 9, "hdmi": 10,
              "usb": 14, "bluetooth": 15, "handsfree": 17}
AVAILABLE = {"unknown": 0, "no": 1, "yes": 2}
# Members that are no properties.
MEMBERS = {"index", "name", "description", "card", "port", "type", "available", "mute", "volume", "rate", "channels", "profile",
           "monitor_of", "source", "sink", "corked", "resample", "module", "default_source", "default_sink", "server", "ports"}


def parse(text):
    """[(kind, members)] of an answer."""
    rows = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            kind, *members = line.split("\t")
            rows.append((kind, dict(member.split("=", 1) for member in members)))
    return rows


def u32(value):
    return b"L" + struct.pack(">I", value)


def u8(value):
    return b"B" + bytes([value])


def text(value):
    return b"N" if value is None else b"t" + value.encode("utf-8", "surrogateescape") + b"\0"


def truth(value):
    return b"1" if value else b"0"


def usec(value):
    return b"U" + struct.pack(">Q", value)


def properties(members):
    packed = b"P"
    for key, value in members.items():
        data = value.encode("utf-8", "surrogateescape") + b"\0"
        packed += text(key) + u32(len(data)) + b"x" + struct.pack(">I", len(data)) + data
    return packed + b"N"


def sample_spec(members):
    return b"a" + bytes([3, int(members.get("channels", 2))]) + struct.pack(">I", int(members.get("rate", 48000)))


def channel_map(members):
    channels = int(members.get("channels", 2))
    return b"m" + bytes([channels]) + bytes([0] if channels == 1 else range(1, channels + 1))


def volume(members):
    channels = int(members.get("channels", 2))
    level = round(65536 * float(members.get("volume", "100").rstrip("%")) / 100)
    return b"v" + bytes([channels]) + struct.pack(">I", level) * channels


def format_info():
    return b"f" + u8(1) + properties({})


def own_properties(members):
    return properties({key: value for key, value in members.items() if key not in MEMBERS})


class Answer:
    """What the server says to each question, as bytes of a reply."""

    def __init__(self, answer):
        self.rows = parse(answer)
        self.said = {}
        self.index = {}
        for kind in ("source", "sink"):
            for number, members in enumerate(self.of(kind)):
                self.index[members["name"]] = int(members.get("index", number + 100))
        for command in (GET_SERVER_INFO, GET_CARDS, GET_SINKS, GET_SOURCES, GET_SINK_INPUTS, GET_SOURCE_OUTPUTS):
            self.to(command)

    def of(self, kind):
        return [members for one, members in self.rows if one == kind]

    def to(self, command):
        """Worked out once: a client's patience is no measure of this program's speed."""
        if command not in self.said:
            self.said[command] = self.work_out(command)
        return self.said[command]

    def work_out(self, command):
        asked = {GET_SERVER_INFO: self.server, GET_CARDS: self.cards, GET_SINKS: lambda: self.devices("sink"),
                 GET_SOURCES: lambda: self.devices("source"), GET_SINK_INPUTS: lambda: self.streams("playback"),
                 GET_SOURCE_OUTPUTS: lambda: self.streams("recording"),
                 AUTH: lambda: u32(VERSION), SET_CLIENT_NAME: lambda: u32(0)}
        return asked[command]() if command in asked else None

    def server(self):
        one = (self.of("server") or [{}])[0]
        return (text(one.get("server", "pulseaudio")) + text("16.1") + text("user") + text("host") + sample_spec({}) +
                text(one.get("default_sink")) + text(one.get("default_source")) + u32(0) + channel_map({}))

    def cards(self):
        packed = b""
        all_profiles, all_ports = self.of("profile"), self.of("port")
        for number, card in enumerate(self.of("card")):
            index = card.get("index", str(number))
            profiles = [one for one in all_profiles if one["card"] == index]
            if "profile" in card and all(one["name"] != card["profile"] for one in profiles):
                profiles.append({"name": card["profile"]})
            ports = [one for one in all_ports if one["card"] == index]
            packed += u32(int(index)) + text(card.get("name", f"card{index}")) + u32(NONE) + text("module") + u32(len(profiles))
            for one in profiles:
                packed += (text(one["name"]) + text(one.get("description", one["name"])) + u32(int(one.get("sinks", 0))) +
                           u32(int(one.get("sources", 0))) + u32(1) + u32(one.get("available", "yes") != "no"))
            packed += text(card.get("profile")) + own_properties(card) + u32(len(ports))
            for one in ports:
                packed += (text(one["name"]) + text(one.get("description", one["name"])) + u32(1) +
                           u32(AVAILABLE[one.get("available", "unknown")]) + u8(2 if one["direction"] == "input" else 1) +
                           properties({}) + u32(0) + b"r" + struct.pack(">q", 0) + text(None) +
                           u32(PORT_TYPES.get(one.get("type"), 0)))
        return packed

    def ports_of(self, device):
        if "port" not in device:
            return b"", 0
        listed = {one["name"]: one for one in self.of("port") if one["card"] == device.get("card")}
        own = {**listed.get(device["port"], {}), **{key: device[key] for key in ("available", "type") if key in device}}
        packed = (text(device["port"]) + text(device["port"]) + u32(1) + u32(AVAILABLE[own.get("available", "unknown")]) +
                  text(None) + u32(PORT_TYPES.get(own.get("type"), 0)))
        return packed, 1

    def devices(self, kind):
        packed = b""
        for device in self.of(kind):
            ports, count = self.ports_of(device)
            monitored = self.index.get(device.get("monitor_of"), NONE)
            packed += (u32(self.index[device["name"]]) + text(device["name"]) + text(device.get("description", device["name"])) +
                       sample_spec(device) + channel_map(device) + u32(int(device.get("module", NONE))) + volume(device) +
                       truth(device.get("mute") == "yes") + u32(monitored) + text(device.get("monitor_of")) + usec(0) +
                       text("driver") + u32(0) + own_properties(device) + usec(0) + b"V" + struct.pack(">I", 65536) +
                       u32(1) + u32(65537) + u32(int(device.get("card", NONE))) + u32(count) + ports +
                       text(device.get("port")) + u8(1) + format_info())
        return packed

    def streams(self, kind):
        packed = b""
        for number, stream in enumerate(self.of(kind)):
            device = self.index.get(stream.get("source" if kind == "recording" else "sink"), 99)
            packed += (u32(number + 500) + text(stream.get("name", "stream")) + u32(int(stream.get("module", NONE))) + u32(NONE) +
                       u32(device) + sample_spec(stream) + channel_map(stream))
            after = text(stream.get("resample", "copy")) + text("driver")
            said = own_properties(stream) + truth(stream.get("corked") == "yes")
            loudness = truth(True) + truth(True) + format_info()
            if kind == "playback":
                packed += volume(stream) + usec(0) + usec(0) + after + truth(False) + said + loudness
            else:
                packed += usec(0) + usec(0) + after + said + volume(stream) + truth(False) + loudness
        return packed


class Server:
    """Answers until it is closed. `pieces`: bytes written at once; `silent`: commands that get no answer; `spoil`:
    {command: bytes that are said instead of the answer}; `hang_up`: a command at which it closes the connection.
    `asked`: the commands that came."""

    def __init__(self, answer, pieces=None, silent=(), spoil=None, hang_up=None):
        self.answer, self.pieces, self.silent = Answer(answer), pieces, silent
        self.spoil, self.hang_up = spoil or {}, hang_up
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "native")
        self.address = f"unix:{self.path}"
        self.socket = socket.socket(socket.AF_UNIX)
        self.connections = []
        self.asked = []

    def __enter__(self):
        self.socket.bind(self.path)
        self.socket.listen()
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        # A thread that waits in accept() is woken by the shutdown, not by the close.
        self.socket.shutdown(socket.SHUT_RDWR)
        for one in (self.socket, *self.connections):
            one.close()
        self.folder.cleanup()

    def accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            self.connections.append(client)
            threading.Thread(target=self.talk, args=(client,), daemon=True).start()

    def read(self, client, size):
        data = b""
        while len(data) < size:
            more = client.recv(size - len(data))
            if not more:
                raise ConnectionError
            data += more
        return data

    def talk(self, client):
        try:
            while True:
                length, channel = struct.unpack(">II12x", self.read(client, 20))
                payload = self.read(client, length)
                if channel != NONE:
                    continue
                command, tag = struct.unpack(">xIxI", payload[:10])
                self.asked.append(command)
                if command == self.hang_up:
                    client.close()
                    return
                if command not in self.silent:
                    self.reply(client, command, tag)
        except OSError:
            pass

    def reply(self, client, command, tag):
        said = self.spoil.get(command, self.answer.to(command))
        payload = u32(ERROR) + u32(tag) + u32(NOT_SUPPORTED) if said is None else u32(REPLY) + u32(tag) + said
        data = struct.pack(">IIIII", len(payload), NONE, 0, 0, 0) + payload
        step = self.pieces or len(data)
        for at in range(0, len(data), step):
            client.sendall(data[at:at + step])


def environment(server, home):
    """For programs that are to know this server and nothing else of the person's."""
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    run = os.path.join(home, "run")
    os.makedirs(run, 0o700, exist_ok=True)
    return {**kept, "PATH": os.environ["PATH"], "HOME": home, "XDG_RUNTIME_DIR": run, "PULSE_SERVER": server.address}


def main():
    with Server(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")) as server, tempfile.TemporaryDirectory() as home:
        return subprocess.run(sys.argv[2:], env=environment(server, home), check=False).returncode


if __name__ == "__main__":
    sys.exit(main() if len(sys.argv) > 2 else __doc__)
