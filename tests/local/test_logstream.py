"""What the console of `plano up` shows of log lines, and above all of stack traces."""

from __future__ import annotations

import json
import traceback
from pathlib import Path

import pytest

from plano.local.logstream import Form, LogStream, readable

LIBRARY = """
def call(handler):
    return handler()
"""
HANDLER = """
from library import call


def fails():
    raise RuntimeError("no such berth")


def lost():
    try:
        fails()
    except RuntimeError as error:
        raise ValueError("the boat is lost") from error
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a service whose handlers fail, called by way of a library."""
    written = {".venv/lib/library.py": LIBRARY, "services/boats/handlers.py": HANDLER}
    for path, text in written.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def trace(root: Path, handler: str) -> str:
    """The stack trace of a handler that a library calls five times over itself."""
    held: dict[str, object] = {}
    library = root / ".venv/lib/library.py"
    exec(compile(LIBRARY, str(library), "exec"), held)
    own: dict[str, object] = {}
    code = HANDLER.replace("from library import call", "")
    exec(compile(code, str(root / "services/boats/handlers.py"), "exec"), own)
    call, function = held["call"], own[handler]
    assert callable(call)
    try:
        call(lambda: call(lambda: call(function)))
    except (RuntimeError, ValueError):
        return traceback.format_exc().rstrip()
    raise AssertionError("nothing was raised")


def record(level: str, **more: str) -> str:
    """A log line as a service writes it."""
    return json.dumps({"log.level": level, "message": "handler failed", **more})


def test_of_an_errors_trace_the_services_own_frames_stay_and_what_was_raised(root: Path) -> None:
    shown = readable(record("error", **{"error.stack_trace": trace(root, "fails")}), root)
    assert shown.splitlines() == [
        "error   handler failed",
        "    services/boats/handlers.py:6 in fails",
        '        raise RuntimeError("no such berth")',
        "    RuntimeError: no such berth",
        "    (6 frames of other code left out: --json has them)",
    ]


def test_of_a_chain_each_exception_of_the_services_stays(root: Path) -> None:
    shown = readable(record("error", **{"error.stack_trace": trace(root, "lost")}), root)
    assert "RuntimeError: no such berth" in shown
    assert "The above exception was the direct cause of the following exception:" in shown
    assert "ValueError: the boat is lost" in shown
    assert "library.py" not in shown


def test_a_warning_is_one_line_with_its_cause_and_its_place(root: Path) -> None:
    raised = {"error": "RuntimeError: no such berth", "error.stack_trace": trace(root, "fails")}
    shown = readable(record("warning", **raised, attempt="1"), root)
    told = "RuntimeError: no such berth (services/boats/handlers.py:6 in fails)"
    assert shown == f"warning handler failed: {told}  attempt=1"


def test_where_no_frame_is_of_a_service_the_last_one_stays(root: Path) -> None:
    elsewhere = root / "another"
    shown = readable(record("error", **{"error.stack_trace": trace(root, "fails")}), elsewhere)
    assert f"{root}/services/boats/handlers.py:6 in fails" in shown
    assert "(8 frames" not in shown
    assert len(shown.splitlines()) == 5


@pytest.mark.parametrize("line", ["plain words", "{no json", '{"log.level": "info"}'])
def test_other_lines_are_shown_as_they_are(root: Path, line: str) -> None:
    assert readable(line, root) in (line, "info")


def test_a_trace_of_another_form_is_shown_as_it_is(root: Path) -> None:
    shown = readable(record("warning", **{"error.stack_trace": "  + Exception Group Traceback\n  | more"}), root)
    assert shown.splitlines()[1:] == ["  + Exception Group Traceback", "  | more"]


def test_json_keeps_every_frame(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = record("error", **{"error.stack_trace": trace(root, "fails")})
    LogStream(Form.JSON, root).line("boats", line)
    assert capsys.readouterr().out == f"{line}\n"
