"""`plano adopt`: after it, generate gives the file as a person left it; or it says why not, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import Repository
from tests.overriding.conftest import DOCKERFILE, OTHERS, files, override
from tests.overriding.test_overrides import PATH, SCRIPT, START, mark

PIPELINE = "generated/jenkins/Jenkinsfile"
KIT = "generated/kit/plano_kit/problems.py"
OPENAPI = "generated/services/samples/lab_samples/openapi.json"
CHART = "generated/chart/templates/services.yaml"


def edit(lab: Repository, path: str, old: str, new: str) -> str:
    """Edit a derived file by hand; gives what it is then."""
    before = lab.read(path)
    assert before.count(old) >= 1
    after = before.replace(old, new, 1)
    lab.write(path, after)
    return after


def adopted(lab: Repository, path: str, left: str) -> tuple[str, str]:
    """Adopt; gives what was said and the override's text, after generate gave just what was left there."""
    assert lab.plano("generate")[0] == 1
    code, out, err = lab.plano("adopt", str(lab.root / path))
    assert code == 0, err
    assert lab.read(path) == left
    assert lab.plano("generate")[0] == 0
    assert lab.read(path) == left
    assert lab.plano("check")[0] == 0
    return out, lab.read(out.split()[0])


def test_an_edit_of_literal_text_becomes_an_override_of_its_block(lab: Repository) -> None:
    left = edit(lab, DOCKERFILE, 'CMD ["api"]', 'CMD ["api", "--loud"]')
    out, text = adopted(lab, DOCKERFILE, left)
    assert text.splitlines()[1:] == [
        f'{{% extends "builtin:{PATH}" %}}',
        "{% block start %}",
        'ENTRYPOINT ["python", "-m", "{{ view.generated }}"]',
        'CMD ["api", "--loud"]',
        "{% endblock %}",
    ]
    assert f"changes too: {OTHERS}" in out
    assert 'CMD ["api", "--loud"]' in lab.read(OTHERS)


def test_an_edit_beside_every_block_becomes_an_override_of_the_template(lab: Repository) -> None:
    left = edit(lab, DOCKERFILE, "EXPOSE 8000 9000\n", "EXPOSE 8000 9000 9100\n")
    _, text = adopted(lab, DOCKERFILE, left)
    assert text.startswith("{# shadows: ")
    assert "extends" not in text
    assert "generated/services/{{ view.name }}/Dockerfile" in text


def test_added_and_removed_lines_are_adopted_together(lab: Repository) -> None:
    edit(lab, DOCKERFILE, "USER 10001:10001\n", "RUN apt-get update\nUSER 10001:10001\n")
    edit(lab, DOCKERFILE, "STOPSIGNAL SIGTERM\n", "")
    left = edit(lab, DOCKERFILE, "WORKDIR /app\n", "WORKDIR /app\nENV A=1\n")
    adopted(lab, DOCKERFILE, left)
    assert "RUN apt-get update" in lab.read(OTHERS)
    assert "STOPSIGNAL" not in lab.read(OTHERS)


def test_what_jinja_would_take_for_its_own_stays_as_it_was_written(lab: Repository) -> None:
    left = edit(lab, PIPELINE, "    agent none\n", "    // {{ a }} {% b %} {# c #}\n    agent none\n")
    adopted(lab, PIPELINE, left)


def test_a_change_in_the_literal_part_of_a_line_with_a_value_is_adopted(lab: Repository) -> None:
    left = edit(lab, DOCKERFILE, "image.title=", "image.ref.name=")
    _, text = adopted(lab, DOCKERFILE, left)
    assert "LABEL org.opencontainers.image.ref.name={{ view.name }}" in text


def test_a_copied_file_is_adopted_whole(lab: Repository) -> None:
    left = edit(lab, "generated/jenkins/build.sh", "\n", "\n# ours: {{ x }}\n")
    _, text = adopted(lab, "generated/jenkins/build.sh", left)
    assert text.split("\n", 1)[1] == left
    left = edit(lab, KIT, '"""', '"""Ours. ')
    adopted(lab, KIT, left)


def test_a_second_edit_goes_into_the_override_that_is_there(lab: Repository) -> None:
    override(lab, PATH, mark(PATH, "start") + START)
    assert lab.plano("generate")[0] == 0
    left = edit(lab, DOCKERFILE, 'CMD ["mine"]', 'CMD ["ours"]')
    _, text = adopted(lab, DOCKERFILE, left)
    assert text == mark(PATH, "start") + START.replace("mine", "ours")
    left = edit(lab, DOCKERFILE, "LABEL org", "LABEL a=b\nLABEL org")
    _, text = adopted(lab, DOCKERFILE, left)
    assert "{% block labels %}\nLABEL a=b\n" in text
    assert "ours" in text
    assert "outdated" not in lab.plano("check")[1]


def refused(lab: Repository, path: str, *words: str) -> str:
    """What is said where an edit is not adopted: on disk all is as it was."""
    before = {each: each.read_bytes() for each in lab.root.rglob("*") if each.is_file() and ".plano" not in each.parts}
    code, out, err = lab.plano("adopt", str(lab.root / path), *words)
    assert (code, out) == (1, "")
    after = {each: each.read_bytes() for each in lab.root.rglob("*") if each.is_file() and ".plano" not in each.parts}
    assert after == before
    return err


def test_an_edit_of_what_the_blueprint_says_is_refused_with_its_lines(lab: Repository) -> None:
    edit(lab, DOCKERFILE, "image.title=samples", "image.title=specimens")
    err = refused(lab, DOCKERFILE)
    assert "'samples' is no text of its template: it follows from the blueprint" in err.replace("\n", " ")
    assert f"templates/{PATH}" in err
    assert "blueprint.yaml:" in err
    assert "your edit is still there" in err


def test_an_edit_of_data_is_refused_with_the_lines_that_decide_it(lab: Repository) -> None:
    edit(lab, OPENAPI, '"lab samples"', '"specimens"')
    err = refused(lab, OPENAPI)
    assert "is made from data by plano.emitters.contracts.openapi" in err
    assert "blueprint.yaml:" in err


def test_an_edit_in_one_turn_of_a_loop_is_refused(lab: Repository) -> None:
    before = lab.read(PIPELINE)
    second = before.index("when {", before.index("stage('others')"))
    lab.write(PIPELINE, before[:second] + "// ours\n" + before[second:])
    assert "no change of its template gives just these bytes" in refused(lab, PIPELINE)


def test_a_file_can_be_frozen_whole_where_its_template_gives_no_other(lab: Repository) -> None:
    left = edit(lab, PIPELINE, "stage('samples')", "stage('specimens {{ x }}')")
    assert "it follows from the blueprint" in refused(lab, PIPELINE)
    code, _, err = lab.plano("adopt", "--whole", PIPELINE)
    assert code == 0, err
    assert lab.plano("generate")[0] == 0
    assert lab.read(PIPELINE) == left
    edit(lab, DOCKERFILE, "image.title=samples", "image.title=x")
    assert f"its template gives {OTHERS} too, which would become this one" in refused(lab, DOCKERFILE, "--whole")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("services/samples/handlers.py", "it is yours already"),
        ("generated/nothing.txt", "the blueprint gives no such file"),
        ("blueprint.yaml", "the blueprint gives no such file"),
    ],
)
def test_what_is_not_derived_cannot_be_adopted(lab: Repository, path: str, said: str) -> None:
    code, out, err = lab.plano("adopt", path)
    assert (code, out) == (2, "")
    assert said in err


def test_where_nothing_was_edited_there_is_nothing_to_adopt(lab: Repository) -> None:
    before = files(lab)
    assert "there is nothing to adopt" in lab.plano("adopt", DOCKERFILE)[1]
    assert files(lab) == before
    assert not (lab.root / "overrides").exists()


def test_a_wrong_blueprint_or_override_is_told_first(lab: Repository) -> None:
    edit(lab, DOCKERFILE, "EXPOSE", "EXPOSE 1")
    override(lab, "zzz", "")
    assert "override-unused" in refused(lab, DOCKERFILE)


def test_a_link_in_the_way_of_the_override_stops_it(lab: Repository) -> None:
    edit(lab, "generated/jenkins/build.sh", "\n", "\n# ours\n")
    outside = lab.root.parent / f"{lab.root.name}-elsewhere"
    outside.mkdir()
    (lab.root / "overrides").mkdir()
    (lab.root / "overrides" / ".shadowed").symlink_to(outside)
    code, _, err = lab.plano("adopt", "generated/jenkins/build.sh")
    assert code == 1
    assert ".shadowed" in err
    assert not (lab.root / "overrides" / SCRIPT).exists()
    assert list(Path(outside).iterdir()) == []


@pytest.mark.parametrize("path", [DOCKERFILE, KIT, CHART])
def test_who_is_refused_over_an_edit_is_told_how_to_keep_it(lab: Repository, path: str) -> None:
    lab.write(path, lab.read(path) + "\n# mine\n")
    for command in ("check", "generate"):
        said = " ".join("".join(lab.plano(command)[1:]).split())
        assert f"help: keep it as an override with 'plano adopt {path}', say it in the blueprint" in said
    assert lab.plano("adopt", str(lab.root / path))[0] == 0


def test_an_edit_of_a_file_that_has_no_template_is_not_sent_to_adopt(lab: Repository) -> None:
    edit(lab, OPENAPI, "{", "{ ")
    said = " ".join(lab.plano("generate")[2].split())
    assert "help: say it in the blueprint or under services/, or drop it with 'plano generate --force'" in said
    assert "adopt" not in said
    assert lab.plano("adopt", str(lab.root / OPENAPI))[0] == 1
