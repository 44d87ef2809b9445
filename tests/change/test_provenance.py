"""`plano explain PATH[:LINE]` and `plano explain blueprint.yaml:LINE`: what decides a file, and what a line becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from plano.cli.main import run
from plano.pipeline import build, check_text
from tests.cli.test_commands import BLUEPRINT, Repository
from tests.externals.depot import MODULE, answering, depot
from tests.plugins.packages import emitter, rule, site

ENTITY = "generated/services/samples/lab_samples/entities/sample.py"


@pytest.fixture
def lab(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    found = Repository(tmp_path, capsys)
    assert found.plano("generate")[0] == 0
    return found


def line_of(words: str) -> int:
    return next(number for number, line in enumerate(BLUEPRINT.split("\n"), 1) if words in line)


def told(output: str) -> set[str]:
    """The keys of the blueprint, or the files, that were named."""
    return {line.split()[-1] for line in output.splitlines()[1:]}


def test_a_file_names_who_makes_it_and_the_keys_that_decide_it(lab: Repository) -> None:
    code, out, _ = lab.plano("explain", ENTITY)
    assert code == 0
    assert out.splitlines()[:4] == [
        ENTITY,
        "    emitter     fastapi",
        "    made from   templates/fastapi/entity.py.jinja",
        "    subject     service samples",
    ]
    assert f"blueprint.yaml:{line_of('entities:')}" in out
    assert "services.samples.entities.Sample.fields.label" in told(out)
    assert "platform.domain" not in told(out)


def test_a_key_that_holds_one_that_is_told_is_not_told_besides(lab: Repository) -> None:
    more = "topics: {samples.made: {partitions: 3, fields: {made_at: datetime}}}\n"
    lab.write("blueprint.yaml", f"{BLUEPRINT}{more}systems: {{kafka: {{}}, kubernetes: {{existing: true}}}}\n")
    names = told(lab.plano("explain", "generated/contracts/topics.json")[1])
    assert "topics.samples.made.partitions" in names
    assert not {"topics", "topics.samples.made"} & names


def test_a_line_of_a_file_names_less(lab: Repository) -> None:
    number = next(at for at, line in enumerate(lab.read(ENTITY).split("\n"), 1) if "label" in line and "10" in line)
    code, out, _ = lab.plano("explain", f"{ENTITY}:{number}")
    assert code == 0
    assert "services.samples.entities.Sample.fields.label" in told(out)
    whole = told(lab.plano("explain", ENTITY)[1])
    assert told(out) < whole


def test_what_is_copied_is_decided_by_its_template_alone(lab: Repository) -> None:
    code, out, _ = lab.plano("explain", "generated/kit/plano_kit/problems.py")
    assert code == 0
    assert "decided by  its template alone" in out


def test_what_is_yours_is_said_to_be(lab: Repository) -> None:
    assert "never touched again" in lab.plano("explain", "services/samples/handlers.py")[1]
    lab.write("services/samples/rates.py", "")
    code, _, err = lab.plano("explain", "services/samples/rates.py")
    assert code == 2
    assert "it is yours" in err


def test_a_line_of_the_blueprint_names_every_file_that_a_change_of_it_changes(lab: Repository) -> None:
    code, out, _ = lab.plano("explain", f"blueprint.yaml:{line_of('entities:')}")
    assert code == 0
    assert out.startswith(f"blueprint.yaml:{line_of('entities:')}  services.samples.entities\n")
    before = build(check_text(BLUEPRINT)).tree
    after = build(check_text(BLUEPRINT.replace("{label: string(10)}, unique", "{label: string(12)}, unique"))).tree
    assert before is not None
    assert after is not None
    changed = {path for path, file in after.files.items() if before.files[path].content != file.content}
    assert changed
    assert changed <= told(out)


def test_a_key_whose_name_goes_on_as_anothers_with_a_dot_is_told_as_well(lab: Repository) -> None:
    topic = "{partitions: 3, fields: {made_at: datetime}}"
    topics = f"topics: {{samples.made: {topic}, samples.made.late: {topic}}}"
    systems = "systems: {kafka: {}, kubernetes: {existing: true}}"
    lab.write("blueprint.yaml", f"{BLUEPRINT}{topics}\n{systems}\n")
    names = told(lab.plano("explain", "generated/catalogue/catalog-info.yaml")[1])
    assert {"topics.samples.made", "topics.samples.made.late"} <= names


def test_a_character_beyond_the_first_plane_keeps_no_key_from_being_told(lab: Repository) -> None:
    named = BLUEPRINT.replace("{name: lab,", '{name: lab, description: "A laboratory \U0001f9ea",')
    lab.write("blueprint.yaml", named)
    assert "services.samples.entities.Sample.fields.label" in told(lab.plano("explain", ENTITY)[1])


def test_what_a_plugin_makes_is_explained_as_all_else(tmp_path: Path) -> None:
    place = site(tmp_path)
    place.install("labnotes", emitter(), emitters="notes = labnotes:EMITTER")
    code, out, _ = place.plano("explain", "generated/notes/a.json")
    assert code == 0
    assert out.splitlines()[1:3] == ["    emitter     notes", "    made from   labnotes.build"]
    assert told(out) - {"notes", "labnotes.build", "lab"} == {"platform.name"}
    code, out, _ = place.plano("explain", "blueprint.yaml:2")
    assert code == 0
    assert {"generated/notes/a.json", "generated/catalogue/README.md"} <= told(out)
    assert "generated/notes/a.json" not in told(place.plano("explain", f"blueprint.yaml:{line_of('entities:')}")[1])


def test_a_plugged_rule_sees_that_a_key_is_left_out_and_what_it_refuses_is_not_tried(tmp_path: Path) -> None:
    key = "services.samples.entities.Sample.unique"
    place = site(tmp_path)
    assert key in told(place.plano("explain", ENTITY)[1])
    refusing = """from dataclasses import replace
    if not places.has(("services", "samples", "entities", "Sample", "unique")):
        yield replace(found(blueprint, places), severity=Severity.ERROR)"""
    place.install("labrules", rule(refusing), rules="names = labrules:RULES")
    assert key not in told(place.plano("explain", ENTITY)[1])


def test_what_is_read_of_an_external_is_there_in_every_blueprint_that_is_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else each change would also seem to take the external's client away."""
    document = answering({"type": "string"})
    depot(tmp_path, document)
    root = str(tmp_path)
    text = (tmp_path / "blueprint.yaml").read_text()

    def explained(place: str) -> set[str]:
        assert run(["--root", root, "explain", place]) == 0
        return told(capsys.readouterr().out)

    def at(words: str) -> int:
        return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)

    assert {"services.carrier.openapi", "services.tracking.calls"} <= explained(MODULE)
    assert "services.tracking.operations.find.method" not in explained(MODULE)
    assert MODULE not in explained(f"blueprint.yaml:{at('repository:')}")
    assert MODULE in explained(f"blueprint.yaml:{at('calls:')}")


def test_a_line_that_decides_nothing_alone_says_so(lab: Repository) -> None:
    assert "No derived file changes" in lab.plano("explain", f"blueprint.yaml:{line_of('blueprint: 1')}")[1]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("blueprint.yaml:999", "no key begins on line 999"),
        ("blueprint.yaml", "say which line"),
        ("generated/nothing.py", "the blueprint gives no such file"),
    ],
)
def test_a_place_that_is_not_there_is_a_wrong_use(lab: Repository, place: str, said: str) -> None:
    code, _, err = lab.plano("explain", place)
    assert code == 2
    assert said in err


def test_an_invalid_blueprint_is_shown_first(lab: Repository) -> None:
    lab.write("blueprint.yaml", BLUEPRINT.replace("kind: fastapi", "kind: fastapy"))
    code, _, err = lab.plano("explain", ENTITY)
    assert code == 1
    assert "bad-choice" in err
    assert run(["--root", str(lab.root), "explain", "bad-choice"]) == 0
