"""Who asks an endpoint, and how that is told: a token, or a user with a password by Basic or Digest (RFC 7616, 7617).

All of it comes from the environment, and nothing of it is ever shown: neither in an error nor in a representation.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

DIGESTS = {"md5": hashlib.md5, "sha-256": hashlib.sha256}
PAIR = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
QUOTED, QUOTE = re.compile(r'(["\\])'), r"\\\1"
NAMES = ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN")


@dataclass(slots=True)
class Login:
    """Who asks: a user and a password, or a token; all empty for nobody.

    `learn` keeps what the endpoint asks for, so that later requests tell it without being asked again.
    """

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    scheme: str = field(default="", repr=False)
    asked: dict[str, str] = field(default_factory=dict, repr=False)
    count: int = field(default=0, repr=False)

    def header(self, method: str, path: str) -> str:
        """The value of Authorization for a request, "" where nothing is to be told; `path` with its query."""
        if self.token:
            return f"Bearer {self.token}"
        if self.scheme == "basic":
            return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return f"Digest {self._digest(method, path)}" if self.scheme == "digest" else ""

    def learn(self, challenges: Iterable[str]) -> bool:
        """Take what an endpoint asks for; whether telling it may help: no if it was told just that."""
        if self.token or not self.user:
            return False
        known = {scheme.lower(): _pairs(rest) for scheme, _, rest in (c.strip().partition(" ") for c in challenges)}
        if "digest" in known and known["digest"].get("algorithm", "md5").lower() in DIGESTS:
            stale = known["digest"].get("stale", "").lower() == "true"
            again, self.scheme, self.asked, self.count = self.scheme == "digest", "digest", known["digest"], 0
            return stale or not again
        again, self.scheme = self.scheme == "basic", "basic" if "basic" in known else ""
        return self.scheme == "basic" and not again

    def _digest(self, method: str, path: str) -> str:
        """The rest of the header by RFC 7616, with the quality of protection "auth" where it is offered."""
        make = DIGESTS[self.asked.get("algorithm", "md5").lower()]

        def digest(*parts: str) -> str:
            return make(":".join(parts).encode()).hexdigest()

        realm, nonce = self.asked.get("realm", ""), self.asked.get("nonce", "")
        secret, what = digest(self.user, realm, self.password), digest(method, path)
        said = {"username": self.user, "realm": realm, "nonce": nonce, "uri": path}
        said |= {name: self.asked[name] for name in ("opaque",) if name in self.asked}
        bare = {"algorithm": self.asked["algorithm"]} if "algorithm" in self.asked else {}
        if "auth" in re.split(r"\s*,\s*", self.asked.get("qop", "")):
            self.count += 1
            number, own = f"{self.count:08x}", secrets.token_hex(8)
            said |= {"cnonce": own, "response": digest(secret, nonce, number, own, "auth", what)}
            bare |= {"qop": "auth", "nc": number}
        else:
            said["response"] = digest(secret, nonce, what)
        quoted = (f'{name}="{QUOTED.sub(QUOTE, value)}"' for name, value in said.items())
        return ", ".join([*quoted, *(f"{name}={value}" for name, value in bare.items())])


def login_of(environment: Mapping[str, str]) -> Login:
    """Who asks, as the environment says."""
    user, password, token = (environment.get(name, "") for name in NAMES)
    return Login(user, password, token)


def _pairs(text: str) -> dict[str, str]:
    """The parameters of a challenge by name."""
    return {
        found[1].lower(): re.sub(r"\\(.)", r"\1", found[2]) if found[2] is not None else found[3]
        for found in PAIR.finditer(text)
    }
