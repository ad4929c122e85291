#!/usr/bin/python3
"""Signs anything by a computer's own key, as whoever owns the computer can: sign_as.py SEED-HEX IDENTITY reads a body and
writes the envelope. The key is derived as docs/verify.md has it. Needs python3-nacl."""
import base64
import hashlib
import json
import sys

from nacl.signing import SigningKey

TYPE = "application/vnd.deskready.report.v1+json"


def main(seed, identity):
    key = SigningKey(hashlib.blake2b(b"deskready device/1 " + identity.encode(), key=bytes.fromhex(seed), digest_size=32).digest())
    body = sys.stdin.buffer.read()
    signature = key.sign(b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE.encode(), len(body), body)).signature
    keyid = hashlib.blake2b(bytes(key.verify_key), digest_size=16).hexdigest()
    print(json.dumps({"payloadType": TYPE, "payload": base64.b64encode(body).decode(),
                      "signatures": [{"keyid": keyid, "sig": base64.b64encode(signature).decode()}]}))


main(*sys.argv[1:])
