"""A file in overrides/ stands for the template of its path, whole or in single blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from plano.emitters.templates import shadowable, sources
from plano.overriding.blocks import blocks
from plano.overriding.judging import findings, read
from plano.overriding.model import Override, Overrides
from plano.overriding.shadowing import RENDERED, builtin, ejected
from plano.pipeline import build_root
from tests.cli.test_commands import Repository
from tests.overriding.conftest import DOCKERFILE, OTHERS, WITH_JENKINS, files, override

PATH = "fastapi/Dockerfile.jinja"
SCRIPT = "jenkins/scripts/build.sh"
START = '{% extends "builtin:fastapi/Dockerfile.jinja" %}\n{% block start %}\nCMD ["mine"]\n{% endblock %}\n'


def mark(path: str, block: str = "") -> str:
    """The first line that an override of it must have."""
    return ejected(path, block).text.split("\n")[0] + "\n"


def test_a_block_of_a_template_is_replaced_and_the_rest_stays(lab: Repository) -> None:
    before = lab.read(DOCKERFILE)
    override(lab, PATH, mark(PATH, "start") + START)
    code, out, err = lab.plano("generate")
    assert code == 0, err
    assert "2 of" in out
    head, _, _ = before.partition("ENTRYPOINT")
    assert lab.read(DOCKERFILE) == head + 'CMD ["mine"]\n'
    assert lab.read(OTHERS).endswith('CMD ["mine"]\n')
    assert lab.plano("check")[0] == 0


def test_a_block_may_add_to_what_plano_says_there(lab: Repository) -> None:
    before = lab.read(DOCKERFILE)
    text = START.replace('CMD ["mine"]\n', "ENV MINE={{ view.name }}\n{{ super() }}")
    override(lab, PATH, mark(PATH, "start") + text)
    assert lab.plano("generate")[0] == 0
    assert lab.read(DOCKERFILE) == before.replace("ENTRYPOINT", "ENV MINE=samples\nENTRYPOINT")


def test_a_whole_template_is_replaced(lab: Repository) -> None:
    override(lab, PATH, mark(PATH) + "FROM scratch\nLABEL name={{ view.name }}\n")
    assert lab.plano("generate")[0] == 0
    assert lab.read(DOCKERFILE) == "FROM scratch\nLABEL name=samples\n"


def test_a_file_that_is_copied_is_replaced_without_its_first_line(lab: Repository) -> None:
    override(lab, SCRIPT, mark(SCRIPT) + "#!/bin/sh\necho {{ mine }}\n")
    code, _, err = lab.plano("generate")
    assert code == 0, err
    assert lab.read("generated/jenkins/build.sh") == "#!/bin/sh\necho {{ mine }}\n"


def test_without_its_override_a_file_is_again_as_plano_has_it(lab: Repository) -> None:
    before = files(lab)
    override(lab, PATH, mark(PATH, "start") + START)
    assert lab.plano("generate")[0] == 0
    assert files(lab) != before
    (lab.root / "overrides" / PATH).unlink()
    assert lab.plano("check")[0] == 1
    assert lab.plano("generate")[0] == 0
    assert files(lab) == before


def test_overrides_of_one_platform_are_not_those_of_another_in_the_same_process(
    lab: Repository, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "blueprint.yaml").write_text(WITH_JENKINS)
    override(lab, PATH, mark(PATH, "start") + START)
    for _ in range(2):
        ours, theirs = build_root(lab.root).tree, build_root(other).tree
        assert ours is not None
        assert theirs is not None
        assert b"mine" in ours.files[DOCKERFILE].content
        assert b"mine" not in theirs.files[DOCKERFILE].content


def test_every_template_and_every_block_can_be_ejected_and_changes_nothing_yet(lab: Repository) -> None:
    plain = build_root(lab.root).tree
    assert plain is not None
    pieces = [(path, "") for path in shadowable()]
    pieces += [(path, name) for path in shadowable() if path.endswith(RENDERED) for name in blocks(builtin(path))]
    assert len(pieces) > 100
    for number in range(2):  # whole ones first, then blocks: a path has one override at a time
        for path, name in pieces:
            if bool(name) == bool(number):
                override(lab, path, ejected(path, name).text)
        assert read(lab.root).diagnostics == ()
        tree = build_root(lab.root).tree
        assert tree is not None
        assert {path: file.content for path, file in tree.files.items()} == {
            path: file.content for path, file in plain.files.items()
        }


def test_an_ejected_block_with_another_word_in_it_would_be_seen(lab: Repository) -> None:
    plain = build_root(lab.root).tree
    override(lab, PATH, ejected(PATH, "start").text.replace('"api"', '"other"'))
    tree = build_root(lab.root).tree
    assert plain is not None
    assert tree is not None
    assert tree.files[DOCKERFILE].content != plain.files[DOCKERFILE].content


def test_jinja_and_plano_agree_on_which_blocks_a_template_has() -> None:
    from plano.emitters.environments import template

    for path in shadowable():
        if path.endswith(RENDERED):
            assert set(blocks(builtin(path))) == set(template(path).blocks), path


def test_sources_name_every_template_and_every_override(lab: Repository) -> None:
    override(lab, PATH, mark(PATH, "start") + START)
    found = sources(lab.root)
    assert lab.root / "overrides" / PATH in found
    assert {path for path in shadowable() if not any(str(each).endswith(path) for each in found)} == set()
    assert list(found) == sorted(set(found))


@pytest.mark.parametrize("path", ["platform/blueprint.yaml", "README.md"])
def test_only_templates_of_emitters_can_be_overridden(path: str) -> None:
    assert path not in shadowable()
    assert [each.code for each in findings(Overrides((Override(path, b""),)))] == ["override-unused"]
