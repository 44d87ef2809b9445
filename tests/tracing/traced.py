"""The reference platform with its spans on: `plano up` writes them among the log lines, one JSON object each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plano.local import state as states
from plano.local.cluster import free_port
from tests.e2e.shop import eventually
from tests.e2e.stand import PLANO

Json = dict[str, object]


@dataclass(frozen=True)
class Recorded:
    """A span as the SDK told it."""

    name: str
    kind: str
    service: str
    trace: str
    id: str
    parent: str
    links: tuple[str, ...]
    attributes: Mapping[str, object]
    resource: Mapping[str, object]

    @property
    def outcome(self) -> object:
        return self.attributes.get("plano.message.outcome")


@dataclass(frozen=True)
class Traced:
    """A platform that runs, and all that its processes have said."""

    root: Path
    log: Path

    @property
    def gateway(self) -> str:
        state = states.read(self.root, "local")
        assert state is not None
        return state.gateway

    def said(self) -> list[Json]:
        """Every JSON line up to now."""
        return json_lines(self.log.read_text(errors="replace"))

    def spans(self) -> list[Recorded]:
        return spans_of(self.log.read_text(errors="replace"))

    def lines(self, trace: str) -> list[Json]:
        """The log lines of a trace."""
        return [line for line in self.said() if line.get("trace.id") == trace]

    def job(self, service: str, name: str) -> str:
        """Run a job as its CronJob would; gives what it wrote."""
        state = states.running(self.root, "local")
        folders = [self.root / "generated/kit", *(self.root / "generated/services").iterdir(), self.root]
        told = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PLANO_", "OTEL_"))},
            "PYTHONPATH": os.pathsep.join(map(str, folders)),
            "PLANO_DATABASE_URL": state.databases[service],
            "OTEL_TRACES_EXPORTER": "console",
        }
        command = [sys.executable, "-m", f"tienda_{service}", "job", name]
        done = subprocess.run(command, env=told, cwd=self.root, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stderr

    def trace(self, id: str) -> list[Recorded]:
        return [span for span in self.spans() if span.trace == id]


@contextmanager
def running(root: Path, variables: Mapping[str, str]) -> Iterator[Traced]:
    """`plano up` in `root`, told `variables`, until the block ends; then it must have ended well."""
    log = root / "up.log"
    told = {name: value for name, value in os.environ.items() if not name.startswith(("PLANO_", "OTEL_"))}
    with log.open("w") as output:
        process = subprocess.Popen(
            [PLANO, "up", "--json", "--split", "--port", str(free_port())],
            cwd=root,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**told, "OTEL_BSP_SCHEDULE_DELAY": "200", **variables},
        )

        def ready() -> bool | None:
            assert process.poll() is None, log.read_text()[-4000:]
            state = states.read(root, "local")
            return True if state is not None and state.ready and state.pid == process.pid else None

        try:
            eventually("the platform is ready", ready, 240)
            yield Traced(root, log)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(90)
    assert process.returncode == 0, log.read_text()[-4000:]


def json_lines(text: str) -> list[Json]:
    """What is JSON of it."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{") and line.endswith("}")]


def spans_of(text: str) -> list[Recorded]:
    """What is a span of it."""
    return [_span(line) for line in json_lines(text) if "context" in line and "kind" in line]


def _span(line: Json) -> Recorded:
    context, attributes, links = line["context"], line["attributes"], line["links"]
    assert isinstance(context, dict)
    assert isinstance(attributes, dict)
    assert isinstance(links, list)
    resource = line["resource"]
    assert isinstance(resource, dict)
    described = resource["attributes"]
    return Recorded(
        name=str(line["name"]),
        kind=str(line["kind"]).rpartition(".")[2].lower(),
        service=str(described["service.name"]),
        trace=str(context["trace_id"]).removeprefix("0x"),
        id=str(context["span_id"]).removeprefix("0x"),
        parent=str(line["parent_id"] or "").removeprefix("0x"),
        links=tuple(str(each["context"]["span_id"]).removeprefix("0x") for each in links),
        attributes=attributes,
        resource=described,
    )
