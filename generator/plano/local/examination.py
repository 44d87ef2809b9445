"""What this machine has, and what it lacks for what Plano does on it."""

from __future__ import annotations

import platform as system
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from plano.local import binaries, gateway, realkafka
from plano.local.errors import LocalError
from plano.local.sharing import wanted_version
from plano.platform.model import Platform


@dataclass(frozen=True, slots=True)
class Check:
    """One thing: whether it is here, what was found or is missing, and which commands need it.

    `needed` is false for what only an option asks for.
    """

    name: str
    here: bool
    found: str
    wanted_by: str
    needed: bool = True


def examine(platform: Platform | None, port: int) -> tuple[Check, ...]:
    """Everything that commands need, in the order of the way through the house; `port` is the gateway's."""
    return tuple(_checks(platform, port))


def _checks(platform: Platform | None, port: int) -> Iterator[Check]:
    yield Check("python", True, system.python_version(), "everything")
    yield _module("yaml parser", "_ruamel_yaml", "pip install 'ruamel.yaml[oldlibyaml]'", "everything")
    yield _program("git", "git", "apt install git", "affected")
    uv = find_spec("uv") is not None or shutil.which("uv") is not None
    yield Check("uv", uv, "" if uv else "pip install uv", "lock")
    if platform is not None:
        yield _postgresql(wanted_version(platform))
    yield _tried("gateway (caddy)", gateway.binary, "up")
    yield _module("broker (mock)", "confluent_kafka", "pip install 'plano[local]'", "up")
    yield _port(port)
    yield _tried("java", realkafka.find_java, "up --broker kafka", needed=False)
    yield _program("maven", "mvn", "apt install maven", "up --broker kafka, once", needed=False)


def _postgresql(version: int) -> Check:
    try:
        place = binaries.find_binaries(version)
        binaries.unprivileged()
    except LocalError as error:
        return Check("postgresql", False, str(error), "up, migrate")
    found = binaries.version_of(place)
    if binaries.major_of(place) != version:
        found += f"; the blueprint names {version}: apt install postgresql-{version} for the same one"
    return Check("postgresql", True, found, "up, migrate")


def _port(port: int) -> Check:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return Check("gateway's port", False, f"{port} is taken: plano up --port N", "up", needed=False)
    return Check("gateway's port", True, f"{port} is free", "up", needed=False)


def _module(name: str, module: str, mend: str, wanted_by: str) -> Check:
    here = find_spec(module) is not None
    return Check(name, here, "" if here else mend, wanted_by)


def _program(name: str, program: str, mend: str, wanted_by: str, *, needed: bool = True) -> Check:
    here = shutil.which(program)
    return Check(name, here is not None, here or mend, wanted_by, needed)


def _tried(name: str, find: Callable[[], str], wanted_by: str, *, needed: bool = True) -> Check:
    try:
        return Check(name, True, find(), wanted_by, needed)
    except LocalError as error:
        return Check(name, False, str(error), wanted_by, needed)
