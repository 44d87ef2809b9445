"""`plano templates`: list, show, eject, diff, confirm."""

from __future__ import annotations

import subprocess
import sys

import pytest

from plano.overriding.shadowing import builtin
from tests.cli.test_commands import Repository
from tests.overriding.conftest import DOCKERFILE, files, override
from tests.overriding.test_overrides import PATH, SCRIPT, START


def test_the_list_says_what_can_be_overridden_and_what_is(lab: Repository) -> None:
    code, out, _ = lab.plano("templates", "list")
    lines = {line.split()[0]: line for line in out.splitlines()}
    assert code == 0
    assert "blocks: before_build, labels, packages, health, start" in lines[PATH]
    assert SCRIPT in lines
    assert "overridden" not in out
    lab.plano("templates", "eject", PATH, "--block", "start")
    override(lab, SCRIPT, "{# shadows: 0123456789abcdef #}\n")
    override(lab, "fastapi/none.jinja", "")
    lines = {line.split()[0]: line for line in lab.plano("templates", "list")[1].splitlines()}
    assert lines[PATH].endswith("overridden in start: current")
    assert lines[SCRIPT].endswith("overridden: outdated")
    assert lines["fastapi/none.jinja"].endswith("overridden: unused")
    only = lab.plano("templates", "list", "--overridden")[1].splitlines()
    assert [line.split()[0] for line in only] == ["fastapi/Dockerfile.jinja", "fastapi/none.jinja", SCRIPT]


def test_an_empty_list_says_how_to_begin(lab: Repository) -> None:
    assert "plano templates eject PATH" in lab.plano("templates", "list", "--overridden")[1]


def test_show_prints_planos_own_text_whatever_overrides_it(lab: Repository) -> None:
    override(lab, PATH, "{# shadows: 0123456789abcdef #}\n" + START)
    assert lab.plano("templates", "show", PATH)[:2] == (0, builtin(PATH))
    code, out, _ = lab.plano("templates", "show", f"templates/{PATH}", "--block", "labels")
    assert code == 0
    assert out.startswith("{% block labels %}\nLABEL ")
    assert out.endswith("{% endblock %}\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "fastapi/Dockerfiel.jinja"), "did you mean 'fastapi/Dockerfile.jinja'?"),
        (("show", "zzz"), "'plano templates list' names them all"),
        (("show", PATH, "--block", "strat"), "did you mean 'start'?"),
        (("eject", SCRIPT, "--block", "x"), "it has none: eject the whole"),
        (("eject", "../../etc/passwd"), "there is no template"),
        (("diff", PATH), f"is not overridden: 'plano templates eject {PATH}'"),
        (("confirm", PATH), "is not overridden"),
        (("ejct", PATH), "'plano templates' has no command 'ejct': did you mean 'eject'?"),
        (("override", PATH), "has no command 'override': it has confirm, diff, eject, list, show"),
    ],
)
def test_a_wrong_word_is_a_wrong_use_with_the_next_step(lab: Repository, words: tuple[str, ...], said: str) -> None:
    code, out, err = lab.plano("templates", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert not (lab.root / "overrides").exists()


def test_eject_writes_an_override_that_changes_nothing_yet(lab: Repository) -> None:
    before = files(lab)
    code, out, _ = lab.plano("templates", "eject", PATH)
    assert (code, out) == (0, f"overrides/{PATH}: change it, then plano generate\n")
    assert lab.plano("generate")[0] == 0
    assert files(lab) == before
    lab.write(f"overrides/{PATH}", lab.read(f"overrides/{PATH}").replace("EXPOSE 8000", "EXPOSE 8001"))
    assert lab.plano("generate")[0] == 0
    assert "EXPOSE 8001" in lab.read(DOCKERFILE)


def test_a_block_that_needs_macros_is_ejected_with_them() -> None:
    from plano.overriding.shadowing import with_block

    source = '{% from "fastapi/fields.py.jinja" import data %}\n{% block a %}{{ data(view) }}{% endblock %}\n'
    text = with_block(PATH, source, "a").text.split("\n", 1)[1]
    assert text == f'{{% extends "builtin:{PATH}" %}}\n' + source


def test_eject_never_overwrites(lab: Repository) -> None:
    override(lab, PATH, "mine")
    code, out, err = lab.plano("templates", "eject", PATH, "--block", "start")
    assert (code, out) == (1, "")
    assert "is there already, and stays as it is" in err
    assert f"plano templates show {PATH} --block start" in err
    assert lab.read(f"overrides/{PATH}") == "mine"


def test_nothing_is_written_through_a_link(lab: Repository) -> None:
    outside = lab.root.parent / f"{lab.root.name}-elsewhere"
    outside.mkdir()
    (lab.root / "overrides").symlink_to(outside)
    assert lab.plano("templates", "eject", PATH)[0] == 1
    assert list(outside.iterdir()) == []


def test_diff_shows_what_changed_in_the_template_and_confirm_ends_the_warning(lab: Repository) -> None:
    lab.plano("templates", "eject", PATH, "--block", "start")
    assert "is what it was when" in lab.plano("templates", "diff", PATH)[1]
    became_older(lab)
    assert "override-outdated" in lab.plano("check")[1]
    code, out, err = lab.plano("templates", "diff", PATH)
    assert (code, err) == (0, "")
    assert '-CMD ["old"]\n' in out
    assert '+CMD ["api"]\n' in out
    assert "CMD mine" not in out
    code, out, _ = lab.plano("templates", "confirm", PATH)
    assert code == 0
    assert "override-outdated" not in lab.plano("check")[1]
    assert lab.read(f"overrides/{PATH}").endswith("CMD mine\n{% endblock %}\n")
    assert "is what it was when" in lab.plano("templates", "diff", PATH)[1]


def became_older(lab: Repository) -> None:
    """Make the override one of an older Plano, in which the command of an image was another, and change it."""
    from plano.output.index import fingerprint

    kept, mine = f"overrides/.shadowed/{PATH}", f"overrides/{PATH}"
    old = lab.read(kept).replace('"api"', '"old"')
    lab.write(kept, old)
    _, _, rest = lab.read(mine).partition("\n")
    lab.write(mine, f"{{# shadows: {fingerprint(old.encode())} #}}\n" + rest.replace('CMD ["api"]', "CMD mine"))


def test_without_the_kept_text_diff_compares_the_override_itself(lab: Repository) -> None:
    lab.plano("templates", "eject", PATH, "--block", "start")
    became_older(lab)
    lab.write(f"overrides/.shadowed/{PATH}", "somebody else's")
    code, out, err = lab.plano("templates", "diff", PATH)
    assert code == 0
    assert "was not kept" in err
    assert "+CMD mine\n" in out


def test_a_second_writer_waits(lab: Repository) -> None:
    holding = (
        "import fcntl, os, sys; f = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT); "
        "fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holding, str(lab.root / ".plano" / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        code, _, err = lab.plano("templates", "eject", PATH)
        other.communicate()
    assert code == 1
    assert "another plano writes here" in err
    assert not (lab.root / "overrides").exists()
