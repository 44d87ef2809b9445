"""`plano up` and what goes with it: what runs, what comes back, what is said, and that nothing is left."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from plano.local.cluster import free_port
from plano.local.sharing import Home
from tests.local.lab import PLANO, environment, run, write_lab
from tests.local.running import Up, eventually, processes_of

WAITING = "waiting for messages of 'samples.taken'; Ctrl-C ends"
SAMPLES = "services/samples/handlers.py"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small platform, generated and migrated, which each test finds stopped."""
    root = tmp_path_factory.mktemp("lab")
    write_lab(root)
    return root


@pytest.fixture
def started(root: Path) -> Iterator[list[Up]]:
    """What a test starts goes in here, and has ended when it is over, whatever happened."""
    ups: list[Up] = []
    yield ups
    for up in ups:
        if up.process.poll() is None:
            up.end(signal.SIGINT)
    run(root, "down")
    assert processes_of(root) == []


def take(port: int, label: str) -> bool:
    """Take a sample through the gateway; gives whether it was taken."""
    try:
        answer = httpx.post(f"http://127.0.0.1:{port}/api/samples", json={"label": label})
    except httpx.TransportError:
        return False
    return answer.status_code == 201


def labels(port: int) -> list[str]:
    answer = httpx.get(f"http://127.0.0.1:{port}/api/samples")
    return sorted(each["label"] for each in answer.json()["items"])


def test_everything_runs_and_what_is_killed_comes_back(root: Path, started: list[Up]) -> None:
    port = free_port()
    started.append(up := Up.begin(root, port, "--split").ready())
    assert labels(port) == ["from the seed"]
    absent = httpx.get(f"http://127.0.0.1:{port}/")
    assert (absent.status_code, absent.headers["content-type"]) == (404, "application/problem+json")
    assert "web is of kind vue" in absent.json()["detail"]
    for told in ("kafka (mock)", "'partitions' not applied", "'rate_limit' is not applied", "404 for web"):
        assert told in up.log
    assert first_words(root, "events", "tail", "samples.taken") == WAITING
    for name in ("samples api", "samples relay", "mailer consumer", "mail", "gateway"):
        up.kill(name)
        assert f"{name} ended with -9; again in" in up.log
    eventually("a sample is taken", lambda: take(port, "one"))
    [mail] = eventually("a mail", lambda: run(root, "mails", "--json").stdout.splitlines())
    kept = json.loads(mail)
    assert (kept["to"], kept["subject"]) == (["you@lab.example"], "Taken: one")
    assert kept["body"].strip() == "Grüße aus dem Labor"
    assert kept["id"]
    [event] = run(root, "events", "tail", "samples.taken", "--json", "--count", "1").stdout.splitlines()
    assert json.loads(event)["payload"]["label"] == "one"
    assert json.loads(event)["headers"]["ce_type"] == "samples.taken"
    slip = run(root, "events", "tail", "samples.takn", "--end")
    assert "there is no topic 'samples.takn' on the broker yet: did you mean 'samples.taken'?" in slip.stderr
    assert up.end(signal.SIGTERM) == 0
    assert processes_of(root) == []


def first_words(root: Path, *words: str) -> str:
    """The first line of what a command says beside its output; then Ctrl-C, which must be a good end of it."""
    process = subprocess.Popen([PLANO, *words], cwd=root, stderr=subprocess.PIPE, text=True, env=environment())
    assert process.stderr is not None
    said = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    return said.rstrip()


@pytest.mark.real
def test_a_killed_postgresql_comes_back_and_has_kept_everything(root: Path, started: list[Up]) -> None:
    started.append(up := Up.begin(root, port := free_port(), "-q").ready())
    eventually("a sample is taken", lambda: take(port, "before"))
    os.kill(Home(root).cluster(18, 0).postmaster, signal.SIGKILL)
    eventually("it is said", lambda: "postgresql ended by itself; it runs again" in up.log)
    eventually("a sample is taken", lambda: take(port, "after"))
    assert {"before", "after"} <= set(labels(port))


@pytest.mark.real
def test_the_end_of_the_mock_broker_is_the_end_of_all(root: Path, started: list[Up]) -> None:
    started.append(up := Up.begin(root, free_port(), "-q").ready())
    os.kill(up.part("kafka (mock)").pid, signal.SIGKILL)
    assert up.process.wait(60) == 1
    assert "kafka (mock) ended with -9: its topics were in memory" in up.log
    assert processes_of(root) == []


@pytest.mark.real
def test_what_a_killed_up_has_left_is_ended_by_the_next_and_by_down(root: Path, started: list[Up]) -> None:
    started.append(up := Up.begin(root, free_port(), "-q", "--split").ready())
    up.process.kill()
    up.process.wait()
    started.append(up := Up.begin(root, free_port(), "-q", "--split").ready())
    up.process.kill()
    up.process.wait()
    assert "postgresql" in run(root, "down").stdout
    assert processes_of(root) == []


@pytest.mark.parametrize("seconds", [0.6, 2.4])
def test_ctrl_c_while_it_starts_leaves_nothing(root: Path, started: list[Up], seconds: float) -> None:
    started.append(up := Up.begin(root, free_port(), "-q"))
    time.sleep(seconds)
    up.end(signal.SIGINT)
    assert processes_of(root) == []


@pytest.mark.real
def test_two_environments_start_at_once_and_one_ends_without_the_other(root: Path, started: list[Up]) -> None:
    here, there = free_port(), free_port()
    started += [Up.begin(root, here, "-q"), Up.begin(root, there, "-q", env="other")]
    local, other = (up.ready() for up in started)
    assert local.state.server == other.state.server
    assert f"'local' runs already (process {local.process.pid})" in run(root, "up", "--port", str(free_port())).stderr
    eventually("a sample is taken", lambda: take(there, "elsewhere"))
    assert local.end(signal.SIGINT) == 0
    assert labels(there) == ["elsewhere", "from the seed"]
    assert other.end(signal.SIGINT) == 0
    assert "wiped other" in run(root, "down", "--env", "other", "--wipe").stdout
    started.append(Up.begin(root, here, "-q").ready())
    assert "elsewhere" not in labels(here)


def test_a_service_that_cannot_start_says_its_last_words(root: Path, started: list[Up]) -> None:
    file = root / SAMPLES
    before = file.read_text()
    file.write_text(f"{before}\nraise RuntimeError('no such luck')\n")
    try:
        started.append(up := Up.begin(root, free_port(), "-q"))
        assert up.process.wait(60) == 1
    finally:
        file.write_text(before)
    assert "RuntimeError: no such luck" in up.log
    assert processes_of(root) == []


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["up", "--env", "../elsewhere"], 2, "'../elsewhere' is no name"),
        (["down", "--wipe", "--env", "postgresql"], 2, "a folder that all environments share"),
        (["up", "--postgresql", "somewhere"], 1, "--postgresql is HOST:PORT, not 'somewhere'"),
        (["up", "--broker", "rabbit"], 2, "it is mock, kafka or HOST:PORT, not 'rabbit'"),
        (["mails", "--env", "never"], 0, "no mails yet"),
        (["events", "tail", "samples.taken"], 1, "does not run here: plano up starts it"),
        (["admin", "ada@lab.example"], 1, "no service of this blueprint has accounts"),
        (["down"], 0, "does not run here"),
    ],
)
def test_a_mistake_gets_one_clear_line(root: Path, started: list[Up], words: list[str], code: int, told: str) -> None:
    port = ["--port", str(free_port())] if words[0] == "up" else []
    done = run(root, *words, *port)
    assert done.returncode == code
    assert told in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_gateways_port_that_is_taken_is_said_before_anything_starts(root: Path, started: list[Up]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(root, "up", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "--port names another" in done.stderr
    assert "ready" not in done.stderr


def test_data_stays_and_the_seed_runs_once_until_it_is_wiped(root: Path, started: list[Up]) -> None:
    port = free_port()
    started.append(up := Up.begin(root, port, "-q").ready())
    assert take(port, "kept")
    before = labels(port)
    assert up.end(signal.SIGINT) == 0
    started.append(up := Up.begin(root, port, "-q").ready())
    assert labels(port) == before
    assert up.end(signal.SIGINT) == 0
    assert "wiped local" in run(root, "down", "--wipe").stdout
    assert not [path for path in (root / ".plano").iterdir() if path.is_dir()]
