"""A function that an operation left behind is yours: it stays, and `plano check` says that nothing uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import BLUEPRINT, HANDLERS, Repository

GONE = """

async def weigh_sample(ctx: object) -> None:
    \"\"\"An operation of this name was in the blueprint.\"\"\"
"""


@pytest.fixture
def lab(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    found = Repository(tmp_path, capsys)
    assert found.plano("generate")[0] == 0
    return found


def named(lab: Repository) -> list[str]:
    """The functions that `check` names."""
    out = " ".join(lab.plano("check")[1].split())
    words = "no handler of service 'samples' is called '"
    return [each.partition("'")[0] for each in out.split(words)[1:]]


def test_a_function_that_nothing_uses_is_a_warning_at_its_line(lab: Repository) -> None:
    lab.write(HANDLERS, text := lab.read(HANDLERS) + GONE)
    code, out, _ = lab.plano("check")
    line = text.split("\n").index("async def weigh_sample(ctx: object) -> None:") + 1
    assert code == 0
    said = "warning[unused-code]: no handler of service 'samples' is called 'weigh_sample', and nothing uses it"
    assert said in " ".join(out.split())
    assert f"{HANDLERS}:{line}:11" in out
    assert "'_weigh_sample' keeps it" in " ".join(out.split())
    assert "code: unused-code" not in out
    assert lab.read(HANDLERS) == text


def test_handlers_of_the_blueprint_are_not_named(lab: Repository) -> None:
    assert "async def take_sample" in lab.read(HANDLERS)
    assert named(lab) == []
    lab.write("blueprint.yaml", BLUEPRINT.replace("take_sample:", "draw_sample:"))
    assert named(lab) == ["take_sample"]


def test_what_is_left_of_a_service_without_any_handler_is_named(lab: Repository) -> None:
    without = BLUEPRINT[: BLUEPRINT.index("    operations:")] + BLUEPRINT[BLUEPRINT.index("routes:") :]
    lab.write("blueprint.yaml", without)
    assert named(lab) == ["take_sample"]


def test_strictly_it_is_an_error(lab: Repository) -> None:
    lab.write(HANDLERS, lab.read(HANDLERS) + GONE)
    assert lab.plano("check", "--strict")[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        GONE.replace("weigh_sample", "_weigh_sample"),
        GONE.replace("async def", "def"),
        GONE.replace("async def", "@registered\nasync def"),
        f'{GONE}\n\n__all__ = ["weigh_sample"]\n',
        f"{GONE}\n\nTABLE = {{1: weigh_sample}}\n",
        f"{GONE}\n\nasync def _all(ctx: object) -> None:\n    await weigh_sample(ctx)\n",
        f"{GONE}\n# weigh_sample comes back in spring\n",
        f'{GONE}\n\nFOUND = globals()["weigh_" + "sample"]\n',
        f"class Scales:{GONE.replace(chr(10), chr(10) + '    ').rstrip()}\n",
        f"if True:{GONE.replace(chr(10), chr(10) + '    ').rstrip()}\n",
        f"{GONE}\nthis is no Python\n",
        f'TEXT = """{GONE.replace(chr(34), "")}"""\n',
    ],
    ids=[
        "private", "not async", "decorated", "exported", "in a table", "called", "in a comment", "found by its name",
        "of a class", "under a condition", "unreadable", "within a text",
    ],
)  # fmt: skip
def test_nothing_is_said_where_something_may_speak_for_it(lab: Repository, text: str) -> None:
    lab.write(HANDLERS, f"{lab.read(HANDLERS)}\n\n{text}")
    assert named(lab) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("services/samples/rates.py", "from samples.handlers import weigh_sample\n"),
        ("services/samples/rates.py", "from .handlers import *\n"),
        ("services/samples/rates.py", "from samples.handlers import *\n"),
        ("services/samples/rates.py", "from services.samples import *\n"),
        ("services/samples/test_weight.py", "import samples.handlers as h\n\nassert h.weigh_sample\n"),
        ("services/samples/pyproject.toml", '[project.scripts]\nweigh = "samples.handlers:weigh_sample"\n'),
    ],
)
def test_nothing_is_said_where_another_file_uses_it(lab: Repository, path: str, text: str) -> None:
    lab.write(HANDLERS, lab.read(HANDLERS) + GONE)
    lab.write(path, text)
    assert named(lab) == []


def test_what_another_file_has_for_itself_is_no_use(lab: Repository) -> None:
    lab.write(HANDLERS, lab.read(HANDLERS) + GONE)
    lab.write("services/samples/rates.py", "from math import *\nfrom decimal import Decimal\n\nweigh_samples = 1\n")
    assert named(lab) == ["weigh_sample"]


def test_a_test_in_the_handlers_package_is_not_looked_at(lab: Repository) -> None:
    package = lab.root / "services/samples/handlers"
    package.mkdir()
    (lab.root / HANDLERS).rename(package / "__init__.py")
    (package / "test_handlers.py").write_text("async def test_a_sample_is_taken() -> None:\n    pass\n")
    assert named(lab) == []
    lab.write("services/samples/handlers/__init__.py", lab.read("services/samples/handlers/__init__.py") + GONE)
    assert named(lab) == ["weigh_sample"]


def test_a_missing_handler_and_one_too_many_are_said_together(lab: Repository) -> None:
    lab.write(HANDLERS, lab.read(HANDLERS).replace("async def take_sample", "async def took_sample"))
    code, out, _ = lab.plano("check")
    assert code == 1
    assert "error[missing-handler]: service 'samples' has no handler 'take_sample'" in out
    assert named(lab) == ["took_sample"]


def test_generate_says_nothing_of_it(lab: Repository) -> None:
    lab.write(HANDLERS, lab.read(HANDLERS) + GONE)
    assert "weigh_sample" not in "".join(map(str, lab.plano("generate")))
