"""`plano new` and `copier copy` at a terminal: what is asked, in which order, and what an answer may not be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from plano.cli.main import run
from tests.scaffold.repositories import BIN, ROOT, TAG, Maker, contents, variables
from tests.scaffold.terminal import CTRL_C, DOWN, ENTER, ERASE_LINE, SPACE, UP, Terminal

NAMES = ("name", "domain", "registry", "repository", "systems", "service", "database", "ci")
PROMPT = "🎤 "


@contextmanager
def asked(program: str, maker: Maker, folder: Path) -> Iterator[Terminal]:
    """`plano new FOLDER` or `copier copy … FOLDER` at a terminal, with nothing answered beforehand."""
    new = ["new", folder.name, "--source", str(maker.template)]
    words = new if program == "plano" else ["copy", "--vcs-ref", TAG, str(maker.template), folder.name]
    with Terminal([str(BIN / program), *words], folder.parent, variables(maker.home / "user")) as terminal:
        yield terminal


def questions() -> dict[str, str]:
    """What each question says, by its name and in the template's order."""
    template = yaml.safe_load((ROOT / "copier.yml").read_text())
    return {
        name: body["help"]
        for name, body in template.items()
        if isinstance(body, dict) and not name.startswith("_") and body.get("when", True)
    }


def answer(terminal: Terminal, answers: dict[str, tuple[str, ...]], until: str = "") -> None:
    """Press the keys of each question once it is asked, Enter where none are given; stop before the one named."""
    for name, words in questions().items():
        terminal.until(f"{PROMPT}{words}")
        if name == until:
            return
        terminal.press(*answers.get(name, (ENTER,)))


@pytest.mark.parametrize("program", ["plano", "copier"])
def test_enter_at_every_question_gives_what_the_defaults_give(program: str, maker: Maker, tmp_path: Path) -> None:
    assert tuple(questions()) == NAMES
    with asked(program, maker, tmp_path / "mine") as terminal:
        answer(terminal, {})
        assert terminal.ended() == 0, terminal.shown
    if program == "copier":
        assert run(["--root", str(tmp_path / "mine"), "generate"]) == 0
    assert contents(tmp_path / "mine") == contents(maker.made(tmp_path / "other"))


@pytest.mark.real
@pytest.mark.parametrize("program", ["plano", "copier"])
def test_what_is_typed_and_chosen_gives_what_the_same_data_gives(program: str, maker: Maker, tmp_path: Path) -> None:
    keys = {
        "name": (ERASE_LINE, "tienda", ENTER),
        "domain": (ERASE_LINE, "shop.example", ENTER),
        "systems": (SPACE, DOWN, DOWN, SPACE, ENTER),
        "service": (ERASE_LINE, "orders", ENTER),
        "database": ("n",),  # a yes or a no needs no Enter
        "ci": (DOWN, SPACE, ENTER),
    }
    with asked(program, maker, tmp_path / "mine") as terminal:
        answer(terminal, keys)
        assert terminal.ended() == 0, terminal.shown
    if program == "copier":
        assert run(["--root", str(tmp_path / "mine"), "generate"]) == 0
    same = ("name=tienda", "domain=shop.example", "systems=[kubernetes, kafka]", "service=orders", "database=false")
    data = [word for each in (*same, "ci=[github, gitlab]") for word in ("--data", each)]
    assert contents(tmp_path / "mine") == contents(maker.made(tmp_path / "other", *data))


@pytest.mark.parametrize("program", ["plano", "copier"])
def test_a_wrong_answer_is_refused_with_its_reason_and_asked_for_again(
    program: str, maker: Maker, tmp_path: Path
) -> None:
    with asked(program, maker, tmp_path / "mine") as terminal:
        answer(terminal, {}, until="name")
        terminal.press(ERASE_LINE, "My Shop", ENTER)
        terminal.until("lower-case letters, digits and hyphens, such as tienda")
        terminal.press(ERASE_LINE, "tienda", ENTER)
        terminal.until(f"{PROMPT}{questions()['domain']}")
        terminal.until("tienda.example")
        terminal.press(ERASE_LINE, "here", ENTER)
        terminal.until("a domain in lower case, such as tienda.example")
        terminal.press(ERASE_LINE, "shop.example", ENTER)
        terminal.until("registry.shop.example/tienda")


@pytest.mark.real
def test_a_choice_that_cannot_stand_alone_is_refused_and_can_be_mended(maker: Maker, tmp_path: Path) -> None:
    with asked("plano", maker, tmp_path / "mine") as terminal:
        answer(terminal, {}, until="systems")
        terminal.press(DOWN, SPACE, ENTER)
        terminal.until("traefik needs kubernetes: choose it too")
        terminal.press(UP, SPACE, ENTER)
        for name in ("service", "database", "ci"):
            terminal.until(f"{PROMPT}{questions()[name]}")
            terminal.press(ENTER)
        assert terminal.ended() == 0, terminal.shown
    recorded = yaml.safe_load((tmp_path / "mine/.copier-answers.yml").read_text())
    assert recorded["systems"] == ["kubernetes", "traefik"]


@pytest.mark.parametrize("program", ["plano", "copier"])
@pytest.mark.parametrize("question", ["name", "ci"])
def test_ctrl_c_at_a_question_leaves_nothing_behind(program: str, question: str, maker: Maker, tmp_path: Path) -> None:
    with asked(program, maker, tmp_path / "mine") as terminal:
        answer(terminal, {}, until=question)
        terminal.press(CTRL_C)
        code = terminal.ended()
    assert code == 130 if program == "plano" else code != 0
    assert program != "plano" or "AnswersMap" not in terminal.shown
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_what_was_there_as_it_was(maker: Maker, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("of mine\n")
    with asked("plano", maker, mine) as terminal:
        answer(terminal, {}, until="service")
        terminal.press(CTRL_C)
        assert terminal.ended() == 130
    assert [(path.name, path.read_text()) for path in mine.iterdir()] == [("notes.txt", "of mine\n")]
