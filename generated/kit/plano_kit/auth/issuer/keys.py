"""The issuer's signing keys: several at once, so that they can be rotated with nobody signed out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from plano_kit.auth.claims import ALGORITHM
from plano_kit.auth.jwks import JsonWebKey, JsonWebKeySet
from plano_kit.auth.principal import Principal

_PEM = re.compile(r"-----BEGIN (?P<kind>[A-Z ]+)-----.+?-----END (?P=kind)-----", re.DOTALL)
_PRIVATE = ("PRIVATE KEY", "EC PRIVATE KEY")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A P-256 private key and what is published of it. `jwk.kid` is its RFC 7638 thumbprint."""

    private: EllipticCurvePrivateKey
    jwk: JsonWebKey

    @classmethod
    def of(cls, private: EllipticCurvePrivateKey) -> SigningKey:
        """The key under its thumbprint."""
        numbers = private.public_key().public_numbers()
        x, y = (_base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
        members = json.dumps({"crv": "P-256", "kty": "EC", "x": x, "y": y}, separators=(",", ":"))
        kid = _base64url(hashlib.sha256(members.encode()).digest())
        return cls(private, JsonWebKey(kty="EC", crv="P-256", x=x, y=y, kid=kid))


class SigningKeys:
    """The first key signs; every key is published and counts. It is the issuer's own `KeySource`: no HTTP."""

    def __init__(self, keys: Iterable[SigningKey]) -> None:
        self._keys = tuple(keys)
        self._public: dict[str, EllipticCurvePublicKey] = {key.jwk.kid: key.private.public_key() for key in self._keys}

    @classmethod
    def parse(cls, pem: str) -> SigningKeys:
        """Keys out of concatenated PEM blocks, unencrypted, PKCS#8 or SEC 1 (`openssl ecparam` writes a block of
        parameters before the latter, which is skipped). Raises ValueError, never with a key's text in it."""
        keys: list[SigningKey] = []
        for number, block in enumerate((each for each in _PEM.finditer(pem) if each["kind"] in _PRIVATE), start=1):
            try:
                private = load_pem_private_key(block[0].encode(), password=None)
            except (ValueError, TypeError):
                raise ValueError(f"PLANO_SIGNING_KEYS: key {number} cannot be read as an unencrypted PEM") from None
            if not isinstance(private, EllipticCurvePrivateKey) or not isinstance(private.curve, SECP256R1):
                raise ValueError(f"PLANO_SIGNING_KEYS: key {number} is not an EC key on P-256")
            keys.append(SigningKey.of(private))
        if not keys:
            raise ValueError(
                "PLANO_SIGNING_KEYS holds no private key: openssl genpkey -algorithm EC makes one with"
                " -pkeyopt ec_paramgen_curve:P-256"
            )
        return cls(keys)

    @property
    def generation(self) -> int:
        """Always 0: the keys of a process never change."""
        return 0

    async def find(self, kid: str) -> EllipticCurvePublicKey | None:
        """The public key of that id, None where there is none such."""
        return self._public.get(kid)

    def published(self) -> JsonWebKeySet:
        """What `/auth/jwks.json` shows."""
        return JsonWebKeySet(keys=[key.jwk for key in self._keys])

    def sign(self, principal: Principal, issuer: str, lifetime: int) -> str:
        """An access token for `principal`, good for `lifetime` seconds where `issuer` is trusted."""
        now = int(time.time())
        first = self._keys[0]
        claims = {
            "iss": issuer,
            "aud": issuer,
            "sub": principal.name,
            "kind": principal.kind,
            "roles": sorted(principal.roles),
            "jti": str(uuid4()),
            "iat": now,
            "exp": now + lifetime,
        }
        return jwt.encode(claims, first.private, algorithm=ALGORITHM, headers={"kid": first.jwk.kid})


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
