"""Emitters and rules of other packages: what a right one adds, and what is said of one that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.packages import Site, emitter, rule, site

NOTE = "generated/notes/a.json"
RIGHT = "notes = notes:EMITTER"


@pytest.fixture
def lab(tmp_path: Path) -> Site:
    return site(tmp_path)


def test_an_installed_emitter_writes_its_files_and_an_uninstalled_one_takes_them_along(lab: Site) -> None:
    assert lab.plano("generate")[0] == 0
    before = lab.files()
    lab.install("notes", emitter(), emitters=RIGHT)
    code, _, err = lab.plano("generate", "--force")
    assert code == 0, err
    assert lab.files()[NOTE] == b'{\n  "about": "lab"\n}\n'
    assert lab.plano("check")[0] == 0
    (lab.packages / "notes-1.2.3.dist-info" / "entry_points.txt").write_text("")
    assert lab.plano("generate", "--force")[0] == 0
    assert lab.files() == before


def test_an_emitter_may_bring_templates_which_can_be_overridden_as_planos_own(lab: Site) -> None:
    (lab.packages / "pages" / "notes").mkdir(parents=True)
    (lab.packages / "pages" / "notes" / "a.md.jinja").write_text(
        "{% block head %}\n# {{ view }}\n{% endblock %}\nEnd.\n"
    )
    body = 'yield FileSpec("notes", about, "generated/notes/a.md", Template("notes/a.md.jinja"), platform.name)'
    more = 'interface=1, templates=Path(__file__).with_name("pages")'
    lab.install("notes", emitter(body, more=more), emitters=RIGHT)
    assert lab.plano("generate")[0] == 0
    assert lab.files()["generated/notes/a.md"] == b"# lab\nEnd.\n"
    code, out, err = lab.plano("templates", "eject", "notes/a.md.jinja", "--block", "head")
    assert code == 0, err
    file = lab.root / "overrides" / "notes" / "a.md.jinja"
    file.write_text(file.read_text().replace("# ", "## ").replace("{## ", "{# "))
    code, out, err = lab.plano("generate")
    assert code == 0, out + err
    assert lab.files()["generated/notes/a.md"] == b"## lab\nEnd.\n"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (emitter("1 / 0"), "raised ZeroDivisionError: division by zero (notes.py, line 12)"),
        (emitter("raise SystemExit(7)"), "raised SystemExit: 7"),
        (emitter("yield 3"), "yields a int, not a FileSpec"),
        (emitter(path="generated/other/a.json"), "outside its subject's folder"),
        (emitter(path="generated/notes/../a.json"), "yields a path that is none"),
        (emitter(path="generated/notes/.plano-index"), "yields a path that is none"),
        (emitter('yield FileSpec("fastapi", about, "generated/notes/b", Data(build))'), "in the name of 'fastapi'"),
        (emitter('yield FileSpec("notes", about, "README.md", Data(build), None, True)'), "outside services/"),
        (emitter('yield FileSpec("notes", about, "generated/notes/b", Data(build), [])'), "is not hashable"),
        (emitter('yield FileSpec("notes", about, "generated/notes/b", Data(build), ([],))'), "is not hashable"),
        (emitter('yield FileSpec("notes", about, "generated/notes/b", "x")'), "a source is a Template"),
        (emitter('yield FileSpec("notes", about, "generated/notes/b", Copy("notes/b"))'), "not below its own notes/"),
        (emitter('yield FileSpec("notes", about, "generated/notes/A.JSON", Data(build))'), "twice"),
        (
            emitter('yield FileSpec("notes", about, "generated/notes/b", Data(lambda view: {1, 2}))'),
            "cannot make generated/notes/b: it raised TypeError",
        ),
        (
            emitter(
                'taken = Subject("platform", "x", "generated/services/samples"); '
                'yield FileSpec("notes", taken, "generated/services/samples/dockerfile", Data(build))'
            ),
            "where the emitter 'fastapi' makes generated/services/samples/Dockerfile",
        ),
        (
            emitter(
                'taken = Subject("platform", "x", "generated/kit"); '
                'yield FileSpec("notes", taken, "generated/kit/plano_kit", Data(build))'
            ),
            "claims generated/kit/plano_kit",
        ),
        ("raise ValueError('no such thing')", "cannot be loaded: it raised ValueError: no such thing"),
        ("EMITTER = 3", "is a int, not a plano.plugins.EmitterPlugin"),
        (emitter(more="interface=2"), "was written for interface 2, and this is 1: one that this Plano does not know"),
        (emitter(more="interface=0"), "an older one: update it"),
        (emitter(name="fastapi"), "has the name 'fastapi', which Plano itself has"),
        (emitter(name="No Name"), "a name is words of a-z"),
        (emitter(more='interface=1, templates=Path("nowhere")'), "which is no folder"),
    ],
)
def test_an_emitter_that_fails_is_named_with_its_package_and_nothing_is_written(
    lab: Site, code: str, said: str
) -> None:
    assert lab.plano("generate")[0] == 0
    before = lab.files()
    lab.install("notes", code, emitters=RIGHT)
    done, out, err = lab.plano("generate", "--force")
    flat = " ".join(err.split())
    assert (done, out) == (1, ""), err
    assert "error[bad-plugin]: the emitter 'notes' of the package notes 1.2.3" in err
    assert said in flat
    assert "pip uninstall notes" in flat
    assert "Nothing was written." in err
    assert lab.files() == before


def test_two_packages_with_one_name_are_told_and_the_first_counts(lab: Site) -> None:
    lab.install("notes", emitter(), emitters="a = notes:EMITTER")
    lab.install("other", emitter(), emitters="b = other:EMITTER")
    code, out, _ = lab.plano("check")
    assert code == 1
    said = "the emitter 'b' of the package other 1.2.3 has the name 'notes', which the package notes 1.2.3 has"
    assert said in " ".join(out.split())


def test_where_one_fails_the_others_are_judged_all_the_same(lab: Site) -> None:
    lab.install("notes", emitter("1 / 0"), emitters=RIGHT)
    lab.install("more", emitter("yield 3", name="more"), emitters="more = more:EMITTER")
    lab.install("names", rule("yield found(blueprint, places)"), rules="names = names:RULES")
    _, out, _ = lab.plano("check")
    assert "package notes" in out
    assert "package more" in out
    assert "warning[short-name]" in out


def test_an_installed_rule_finds_and_its_finding_can_be_accepted(lab: Site) -> None:
    lab.install("names", rule("yield found(blueprint, places)"), rules="names = names:RULES")
    code, out, _ = lab.plano("generate")
    assert code == 0
    code, out, _ = lab.plano("check")
    assert code == 0
    assert "warning[short-name]: a name is short" in out
    assert "blueprint.yaml:7:3" in out
    with (lab.root / "blueprint.yaml").open("a") as file:
        file.write("accept: [{code: short-name, subject: service samples, reason: it is what we say}]\n")
    assert "short-name" not in lab.plano("check")[1]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (rule("1 / 0"), "raised ZeroDivisionError"),
        (rule("return None"), "raised TypeError"),
        (rule("yield 'x'"), "finds a str, not a Diagnostic"),
        (rule("yield Diagnostic('other-code', Severity.ERROR, 'x', None)"), "'other-code', for which it has no page"),
        (rule("yield Diagnostic('short-name', 'grave', 'x', None)"), "without a severity"),
        (rule("yield Diagnostic('short-name', Severity.ERROR, 'x', 7)"), "something in place of a Span"),
        (rule("yield Diagnostic('short-name', Severity.ERROR, 'x', None, fix=1)"), "a fix that is none"),
        (rule("yield Diagnostic('short-name', Severity.ERROR, 'x', None, related=7)"), "in place of related places"),
        (rule("yield", more="interface=9"), "was written for interface 9"),
        (rule("yield").replace("short-name", "unknown-topic"), "claims the code 'unknown-topic', which is taken"),
        (rule("yield").replace("## Right", "## Good"), "has a page that nobody can show"),
        ("RULES = []", "is a list, not a plano.plugins.RulePlugin"),
    ],
)
def test_a_rule_that_fails_is_named_with_its_package_and_nothing_is_written(lab: Site, code: str, said: str) -> None:
    lab.install("names", code, rules="names = names:RULES")
    done, out, err = lab.plano("generate")
    assert (done, out) == (1, ""), err
    assert "error[bad-plugin]: the rules 'names' of the package names 1.2.3" in err
    assert said in " ".join(err.split())
    assert lab.files() == {}
