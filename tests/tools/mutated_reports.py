#!/usr/bin/python3
"""Signed reports broken in a thousand ways: mutated_reports.py GOOD FOLDER COUNT writes 0.json … and stranger.keys.

Half are changed as text, a quarter in what they are made of, and a quarter are signed anew by a stranger's key, which
stranger.keys names: a report by it with its own `device` is as good as any. The same at each run. Needs python3-nacl."""
import base64
import json
import pathlib
import random
import sys

from nacl.signing import SigningKey

DICE = random.Random(16)
STRANGER = SigningKey(b"s" * 32)
TYPE = "application/vnd.deskready.report.v1+json"
ODD = [None, True, 0, -1, 2, 2**63, 1.5, "", "x", "=", "YWJj", "Zg", "Zh==", "+_+_", [], {}, [[]], {"a": [{}]}, "\ud800"]


def text_of(data):
    return base64.b64encode(data).decode()


def as_text(good):
    data = bytearray(json.dumps(good).encode())
    for _ in range(DICE.choice([1, 1, 1, 2, 5])):
        at, to = sorted(DICE.randrange(len(data)) for _ in range(2))
        if DICE.random() < 0.4:  # where the names and signatures stand
            at = DICE.choice([DICE.randrange(min(60, len(data))), len(data) - 1 - DICE.randrange(min(200, len(data)))])
        match DICE.randrange(6):
            case 0:
                data[at] ^= 1 << DICE.randrange(8)
            case 1:
                del data[at]
            case 2:
                data[at:at] = bytes([DICE.choice(b'"{}[],:\\=-_+/ \t\n\x00\xff09aZ')])
            case 3:
                del data[at:]
            case 4:
                data[at:at] = data[at:to][:50]
            case 5:
                data[at] = DICE.choice(b'AZ=-_"')
        if not data:
            return b""
    return bytes(data)


def in_its_parts(good):
    changed = json.loads(json.dumps(good))
    signature = changed["signatures"][0]
    place = DICE.choice([changed, signature])
    name = DICE.choice(sorted(place))
    match DICE.randrange(7):
        case 0:
            del place[name]
        case 1:
            place[name] = DICE.choice(ODD)
        case 2:
            changed["signatures"] = [dict(signature) for _ in range(DICE.choice([0, 2, 8, 9, 100]))]
        case 3:
            place[DICE.choice(["payload", "sig", "comment"])] = DICE.choice(ODD)
        case 4:
            changed["payload"] = base64.urlsafe_b64encode(base64.b64decode(good["payload"])).decode()
        case 5:
            signature["keyid"] = DICE.choice(["", "0" * 32, signature["keyid"].upper()])
            signature["sig"] = text_of(DICE.randbytes(DICE.choice([63, 64, 64, 65])))
        case 6:
            text = json.dumps(changed)
            return text.replace("{", '{"' + DICE.choice(sorted(changed)) + '": 1, ', 1).encode()
    return json.dumps(changed).encode()


def signed_anew(good):
    body = json.loads(base64.b64decode(good["payload"]))
    if DICE.random() < 0.8:
        body["device"] = text_of(bytes(STRANGER.verify_key))
    if DICE.random() < 0.7:
        body[DICE.choice(["device", "sequence", "previous", "challenge", "schema", "id", "verdict", "spec", "extra"])] = DICE.choice(ODD)
    if DICE.random() < 0.2:
        del body[DICE.choice(sorted(body))]
    data = json.dumps(body).encode()
    match DICE.randrange(8):
        case 0:
            data = data.replace(b"{", b'{"id": "twice", ', 1)
        case 1:
            data = data[:DICE.randrange(len(data))]
        case 2:
            data = data.replace(b"}", b', "deep": ' + b"[" * 40 + b"]" * 40 + b"}", 1)
    kind = TYPE if DICE.random() < 0.9 else "application/vnd.deskready.spec.v1+toml"
    signature = STRANGER.sign(b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(data), data)).signature
    return json.dumps({"payloadType": kind, "payload": text_of(data), "signatures": [{"sig": text_of(signature)}]}).encode()


def main(good_file, folder, count):
    good, folder = json.loads(pathlib.Path(good_file).read_text()), pathlib.Path(folder)
    (folder / "stranger.keys").write_text(f"deskready-key ed25519 {text_of(bytes(STRANGER.verify_key))} stranger\n")
    for number in range(int(count)):
        ways = [as_text, as_text, in_its_parts, signed_anew]
        (folder / f"{number}.json").write_bytes(ways[number % len(ways)](good))


if __name__ == "__main__":
    main(*sys.argv[1:])
