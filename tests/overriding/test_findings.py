"""What is said of an override that is wrong, outdated or of nothing; and that nothing is written then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.test_commands import Repository
from tests.overriding.conftest import DOCKERFILE, files, override
from tests.overriding.test_overrides import PATH, SCRIPT, START, mark

EXTENDS = '{% extends "builtin:fastapi/Dockerfile.jinja" %}\n'
HEAD = mark(PATH, "start") + EXTENDS
WHOLE = mark(PATH)


@pytest.mark.parametrize(
    ("path", "text", "code", "place", "said"),
    [
        (PATH, HEAD + "{% block start %}\nCMD [\n", "bad-override", ":4:", "it cannot be read"),
        (PATH, WHOLE + "FROM {{ view.name }\n", "bad-override", ":2:", "it cannot be read"),
        (PATH, WHOLE + "FROM x\nRUN {{ veiw.name }}\n", "bad-override", ":3:8", "there is no 'veiw'"),
        (PATH, WHOLE + "FROM x\n\nRUN {{ view.nmae }}\n", "bad-override", ":4:", "there is no 'nmae' in a ImageView"),
        (PATH, WHOLE + "{{ 1 / 0 }}\n", "bad-override", ":2:", "division by zero"),
        (PATH, WHOLE + "{{ view.allowed }}\n", "bad-override", ":2:", "no Dockerfile literal for tuple"),
        (PATH, WHOLE + '{% include "fastapi/nowhere" %}\n', "bad-override", ":2:", "fastapi/nowhere"),
        (PATH, START, "bad-override", ":1:1", "does not say which version it shadows"),
        (PATH, HEAD + "\nCMD x\n{% block start %}{% endblock %}\n", "bad-override", ":4:1", "in no block"),
        (
            PATH,
            mark(PATH, "start") + '{% extends "builtin:fastapi/tables.py.jinja" %}\n',
            "bad-override",
            ":2:",
            "would shadow another",
        ),
        (PATH, HEAD + "{% block strat %}x{% endblock %}\n", "override-unused", ":3:", "did you mean 'start'?"),
        (
            "fastapi/Dockerfiel.jinja",
            WHOLE,
            "override-unused",
            ":1:1",
            "did you mean overrides/fastapi/Dockerfile.jinja?",
        ),
        ("kafka/topics.yaml", "x", "override-unused", ":1:1", "are made from data, and have no template"),
        ("zzz", "x", "override-unused", ":1:1", "'plano templates list' names all"),
    ],
)
def test_a_wrong_override_is_told_with_its_place_and_nothing_is_written(
    lab: Repository, path: str, text: str, code: str, place: str, said: str
) -> None:
    before = files(lab)
    override(lab, path, text)
    done, out, err = lab.plano("generate")
    flat = " ".join(err.split())
    assert (done, out) == (1, "")
    assert f"error[{code}]" in err
    assert f"overrides/{path}{place}" in err
    assert said in flat
    assert "Nothing was written." in err
    assert err.count("error[") == 1
    assert files(lab) == before
    assert lab.plano("check")[0] == 1


def test_what_a_view_has_is_said_where_it_lacks_something(lab: Repository) -> None:
    override(lab, PATH, WHOLE + "RUN {{ view.nmae }}\n")
    err = " ".join(lab.plano("generate")[2].split())
    assert "it has allowed, description, generated, name, package, python" in err


def test_bytes_that_are_no_text_are_refused(lab: Repository) -> None:
    override(lab, PATH, "")
    (lab.root / "overrides" / PATH).write_bytes(WHOLE.encode() + b"\nFROM \xff\n")
    code, _, err = lab.plano("generate")
    assert code == 1
    assert "Dockerfile.jinja:3:" in err
    assert "it is not UTF-8" in err


def test_an_override_of_a_file_that_is_copied_needs_its_first_line_too(lab: Repository) -> None:
    override(lab, SCRIPT, "#!/bin/sh\n")
    code, _, err = lab.plano("generate")
    assert code == 1
    assert mark(SCRIPT).strip() in err


def test_what_a_newer_plano_changed_under_an_override_is_a_warning_with_its_next_step(lab: Repository) -> None:
    override(lab, PATH, "{# shadows: 0123456789abcdef #}\n" + START)
    code, _, err = lab.plano("generate")
    assert code == 0
    assert "warning[override-outdated]" in err
    assert f"overrides/{PATH}:1:13" in err
    assert f"plano templates diff {PATH}" in " ".join(err.split())
    assert 'CMD ["mine"]' in lab.read(DOCKERFILE)
    assert lab.plano("check")[0] == 0
    assert lab.plano("check", "--strict")[0] == 1


def test_only_the_blocks_that_are_replaced_count_for_what_is_outdated(lab: Repository) -> None:
    override(lab, PATH, mark(PATH, "start") + START)
    assert "outdated" not in lab.plano("check")[1]
    override(lab, PATH, mark(PATH, "health") + START)
    assert "outdated" in lab.plano("check")[1]


@pytest.mark.parametrize("place", ["overrides", "overrides/fastapi", f"overrides/{PATH}"])
def test_nothing_is_read_through_a_link(lab: Repository, tmp_path: Path, place: str) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    inner = Path("overrides", PATH).relative_to(place)
    file = outside / inner if inner.parts else outside
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(WHOLE + "FROM secret\n")
    (lab.root / place).parent.mkdir(parents=True, exist_ok=True)
    (lab.root / place).symlink_to(outside)
    code, out, _ = lab.plano("check")
    assert code == 1
    assert "error[bad-override]" in out
    assert "link" in out
    assert "secret" not in out


def test_names_that_begin_with_a_dot_and_the_page_at_the_top_are_passed_over(lab: Repository) -> None:
    override(lab, ".DS_Store", "x")
    override(lab, "fastapi/.Dockerfile.swp", "x")
    override(lab, ".shadowed/fastapi/x.jinja", "x")
    override(lab, "README.md", "What we changed, and why.")
    assert lab.plano("check")[0] == 0


def test_a_pipe_in_place_of_an_override_does_not_stop_the_run(lab: Repository) -> None:
    override(lab, "fastapi/x", "")
    (lab.root / "overrides" / "fastapi" / "x").unlink()
    os.mkfifo(lab.root / "overrides" / PATH)
    code, _, err = lab.plano("generate")
    assert code == 1
    assert "no plain file" in " ".join(err.split())
