#!/usr/bin/python3
"""A second reader of signed reports, written from docs/verify.md alone: verify_report.py KEYS FILE…

Prints a line for each file: its code (docs/verify.md), or "holds", which here means that the signature is one of KEYS' and
that the signed bytes are a report of that computer. It judges no verdict. Needs Debian's python3-nacl."""
import base64
import contextlib
import hashlib
import json
import re
import sys

from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

TYPE = "application/vnd.deskready.report.v1+json"
NEEDED = [["id"], ["started"], ["finished"], ["valid_until"], ["agent", "version"], ["spec", "name"], ["device"]]
VERDICTS = ["ready", "ready_with_warnings", "incomplete", "not_ready"]


class Refused(Exception):
    pass


def no_name_twice(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def finite(text):
    number = float(text)
    if number - number != 0:  # not finite
        raise ValueError("no number")
    return number


def size_of(value, level=1):  # values in it, and its deepest level
    if not isinstance(value, (dict, list)):
        return 1, level - 1
    parts = [size_of(part, level + 1) for part in (value.values() if isinstance(value, dict) else value)]
    return 1 + sum(part[0] for part in parts), max([level] + [part[1] for part in parts])


def parsed(text, code, values=100_000, levels=32):
    """JSON as RFC 8259 has it and no more than that, in UTF-8."""
    try:
        value = json.loads(text.decode().removeprefix("\ufeff"), object_pairs_hook=no_name_twice, parse_float=finite,
                           parse_constant=finite)
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # halves of surrogate pairs are no text
    except (ValueError, RecursionError):
        raise Refused(code) from None
    has, deep = size_of(value)
    if has > values or deep > levels:
        raise Refused(code)
    return value


def decoded(text, code):
    """Either alphabet, padded, in the one form that the bytes have in it."""
    try:
        for_urls = "-" in text or "_" in text
        data = base64.b64decode(text, altchars=b"-_" if for_urls else None, validate=True)
        again = (base64.urlsafe_b64encode if for_urls else base64.b64encode)(data).decode()
    except ValueError:
        raise Refused(code) from None
    if again != text:
        raise Refused(code)
    return data


def key_in(line):
    words = line.split(None, 3)
    if words[:2] == ["deskready-key", "ed25519"] and len(words) > 2:
        return strong(decoded(words[2], "no_key"), "no_key")
    raise Refused("no_key")


def strong(key, code):
    if len(key) != 32:
        raise Refused(code)
    if not crypto_core_ed25519_is_valid_point(key):
        raise Refused("weak_key")
    return key


def within(value, path):
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def signer_of(envelope, body, keys):
    signed = b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE.encode(), len(body), body)
    signatures, ids = [], {hashlib.blake2b(key, digest_size=16).hexdigest() for key in keys}
    for one in envelope["signatures"]:
        if not isinstance(one, dict) or not isinstance(one.get("sig"), str) or not isinstance(one.get("keyid", ""), str):
            raise Refused("no_envelope")
        signature = decoded(one["sig"], "signature_base64")
        if len(signature) != 64:
            raise Refused("signature_length")
        signatures.append((one.get("keyid", ""), signature))
    if envelope["payloadType"] != TYPE:
        raise Refused("other_type")
    for key in keys:
        for _, signature in signatures:
            with contextlib.suppress(BadSignatureError):
                VerifyKey(key).verify(signed, signature)
                return key
    raise Refused("bad_signature" if any(name in ids for name, _ in signatures) else "unknown_signer")


def check(text, keys):
    if len(text) > 1_000_000:
        raise Refused("too_large")
    envelope = parsed(text, "no_json", 1000, 8)
    kinds = {"payloadType": str, "payload": str, "signatures": list}
    if not isinstance(envelope, dict) or any(not isinstance(envelope.get(name), kind) for name, kind in kinds.items()):
        raise Refused("no_envelope")
    if not 1 <= len(envelope["signatures"]) <= 8:
        raise Refused("too_many_signatures" if envelope["signatures"] else "no_signature")
    body = decoded(envelope["payload"], "payload_base64")
    key = signer_of(envelope, body, keys)
    report = parsed(body, "no_report")
    if within(report, ["schema"]) != "deskready.report/1":
        raise Refused("no_report")
    number, hashes = within(report, ["sequence"]), [report.get(name) for name in ("previous", "challenge") if name in report]
    counted = type(number) is int and 1 <= number < 2**63 and (number == 1) == ("previous" not in report)
    hashed = all(type(text) is str and re.fullmatch("[0-9a-f]{64}", text) for text in hashes)
    complete = within(report, ["verdict"]) in VERDICTS and all(isinstance(within(report, path), str) for path in NEEDED)
    if not complete or not counted or not hashed:
        raise Refused("no_report")
    if strong(decoded(report["device"], "no_report"), "no_report") != key:
        raise Refused("other_device")


def main(key_file, *files):
    keys = [key_in(line) for line in open(key_file, encoding="utf-8") if line.strip() and not line.startswith("#")]
    for file in files:
        try:
            with open(file, "rb") as text:
                check(text.read().strip(b" \t\r\n\v\f"), keys)
            print(file, "holds")
        except Refused as why:
            print(file, why)


if __name__ == "__main__":
    main(*sys.argv[1:])
