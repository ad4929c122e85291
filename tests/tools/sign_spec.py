#!/usr/bin/python3
"""Signs a spec as docs/verify.md has it, at any time: sign_spec.py SECRET-FILE ISSUED [OTHER-SECRET-FILE] reads the spec and
writes the signed one. OTHER-SECRET-FILE signs, too, as the key in whose place the first comes. Needs python3-nacl."""
import base64
import hashlib
import json
import sys

from nacl.signing import SigningKey

TYPE = "application/vnd.deskready.spec.v1+toml"


def key_in(file):
    with open(file, encoding="utf-8") as lines:
        return SigningKey(base64.b64decode(lines.readline().split()[2]))


def text_of(key):
    return base64.b64encode(bytes(key.verify_key)).decode()


def main(secret, issued, other=None):
    keys = [key_in(secret), *([key_in(other)] if other else [])]
    after = f"# after {text_of(keys[1])}\n" if other else ""
    head = f"# deskready signed spec 1\n# issued {issued}\n# by {text_of(keys[0])}\n{after}#\n"
    body = head.encode() + sys.stdin.buffer.read()
    signed = b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE.encode(), len(body), body)
    signatures = [{"keyid": hashlib.blake2b(bytes(key.verify_key), digest_size=16).hexdigest(),
                   "sig": base64.b64encode(key.sign(signed).signature).decode()} for key in keys]
    print(json.dumps({"payloadType": TYPE, "payload": base64.b64encode(body).decode(), "signatures": signatures}))


main(*sys.argv[1:])
