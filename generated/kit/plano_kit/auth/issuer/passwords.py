"""Passwords: which are accepted, and how they are kept."""

from __future__ import annotations

import asyncio
import os
import unicodedata
from importlib import resources
from typing import Annotated

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import AfterValidator, Field, SecretStr

SHORTEST = 8
"""Characters: OWASP ASVS 5.0, 6.2.1. Nothing is asked about kinds of characters (6.2.5)."""
LONGEST = 128
"""Characters: at least 64 must be allowed (ASVS 5.0, 6.2.9; NIST SP 800-63B-4, 3.1.1.2)."""

_PARAMETERS = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""argon2id with 19 MiB, two passes, one lane: the OWASP Password Storage Cheat Sheet's first choice for it."""

_COMMON = frozenset(resources.files(__package__).joinpath("common.txt").read_text("utf-8").split())
"""What guessers try first, of eight characters and more (ASVS 5.0, 6.2.4)."""


def _text(password: SecretStr) -> str:
    if len(password) > LONGEST:
        raise ValueError(f"a password has at most {LONGEST} characters")
    text = unicodedata.normalize("NFKC", password.get_secret_value())
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("a password is text without NUL")
    return text


def _acceptable(password: SecretStr) -> SecretStr:
    text = _text(password)
    if len(text) < SHORTEST:
        raise ValueError(f"a password has at least {SHORTEST} characters")
    if text.lower() in _COMMON or len(set(text)) == 1:
        raise ValueError("this password is one of the first that anybody would try")
    return SecretStr(text)


Password = Annotated[
    SecretStr, Field(json_schema_extra={"minLength": SHORTEST, "maxLength": LONGEST}), AfterValidator(_acceptable)
]
"""A new password, in NFKC, so that two keyboards write the same one."""


GivenPassword = Annotated[
    SecretStr, Field(json_schema_extra={"maxLength": LONGEST}), AfterValidator(lambda given: SecretStr(_text(given)))
]
"""A password to be compared, in NFKC. Nothing else is asked of it: the answer to a wrong one is always the same."""


class Passwords:
    """Hashes and compares in threads, at most as many at once as there are processors, so that many log-ins slow
    each other down and nothing else, and memory stays bounded."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(max(1, os.cpu_count() or 1))
        self._nobodys: str | None = None

    async def hash(self, password: SecretStr) -> str:
        """The argon2id hash in PHC text, with its own salt and parameters."""
        async with self._turns:
            return await asyncio.to_thread(_PARAMETERS.hash, password.get_secret_value())

    async def matches(self, hashed: str | None, password: SecretStr) -> bool:
        """Whether the password is the one; always False for None (no such account), after the same work."""
        if hashed is None:
            self._nobodys = self._nobodys or await self.hash(SecretStr("nobody's"))
        async with self._turns:
            same = await asyncio.to_thread(_same, hashed or self._nobodys or "", password.get_secret_value())
        return same and hashed is not None

    def outdated(self, hashed: str) -> bool:
        """Whether the hash was made with other parameters than today's, and should be made again."""
        return _PARAMETERS.check_needs_rehash(hashed)


def _same(hashed: str, password: str) -> bool:
    try:
        return _PARAMETERS.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
