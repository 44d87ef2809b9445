"""An owner changed a bit of everything, and updates: nothing is lost, every conflict is named, and it checks clean."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.scaffold.repositories import contents, git
from tests.updating.releases import VERSIONS, Releases

OLDEST, MIDDLE, NEWEST = VERSIONS
STEPS = [(OLDEST, MIDDLE), (OLDEST, NEWEST), (MIDDLE, NEWEST)]
HANDLER = "services/greetings/handlers.py"
DERIVED = "generated/services/greetings/mine_greetings/context.py"
OVERRIDE = "overrides/fastapi/Dockerfile.jinja"


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody's platform, made with one release."""

    root: Path
    releases: Releases

    def plano(self, version: str, *words: str) -> tuple[int, str]:
        """Exit code, and all that was said."""
        done = self.releases.plano(version, self.root, *words)
        return done.returncode, done.stdout + done.stderr

    def change(self, path: str, old: str, new: str) -> None:
        """Replace words in a file."""
        text = (self.root / path).read_text()
        assert old in text, f"{path}: {text}"
        (self.root / path).write_text(text.replace(old, new, 1))

    def commit(self, said: str) -> None:
        """Commit all."""
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "--message", said)

    def succeed(self, version: str, *words: str) -> str:
        """What was said by a command that must end with 0."""
        code, said = self.plano(version, *words)
        assert code == 0, said
        return said


def owned(releases: Releases, folder: Path, version: str) -> Owner:
    """A platform made with `version`, with a comment, a contact and a handler of its owner's."""
    made = releases.home.parent / "made" / version
    if not made.exists():
        _make(releases, made, version)
    shutil.copytree(made / "mine", folder / "mine", symlinks=True)
    return Owner(folder / "mine", releases)


def _make(releases: Releases, folder: Path, version: str) -> None:
    folder.mkdir(parents=True)
    words = ("new", "mine", "--defaults", "--data", "name=mine", "--source", str(releases.repository))
    done = releases.plano(version, folder, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    owner = Owner(folder / "mine", releases)
    key = "mail" if version == OLDEST else "contact"
    owner.change(
        "blueprint.yaml", "  # Of the last", f"  {key}: us@mine.example   # mail: day and night\n  # Of the last"
    )
    owner.change(HANDLER, '"""', '"""Mine. ')
    owner.change("Makefile", "# What the pipelines run", "# What our pipelines run")
    assert owner.plano(version, "generate")[0] == 0
    owner.commit("mine")


@pytest.mark.real
@pytest.mark.parametrize(("before", "after"), STEPS)
def test_from_each_release_to_each_later_one(releases: Releases, tmp_path: Path, before: str, after: str) -> None:
    owner = owned(releases, tmp_path, before)
    owner.change(".gitignore", "/.plano/", "/.plano/\n/mine/")
    owner.commit("ignore")
    said = owner.succeed(before, "update", "--defaults", "--to", f"v{after}")
    assert f"plano       {before} → {after}" in said
    assert "Nothing to settle" in said
    assert f"plano[local]=={after}" in (owner.root / "requirements.txt").read_text()
    blueprint = (owner.root / "blueprint.yaml").read_text()
    assert "  contact: us@mine.example   # mail: day and night\n" in blueprint
    assert blueprint.count("\n#") > 10
    assert ("  project: " in blueprint) == (after == NEWEST)
    assert '"""Mine. ' in (owner.root / HANDLER).read_text()
    assert "# What our pipelines run" in (owner.root / "Makefile").read_text()
    ignored = (owner.root / ".gitignore").read_text().splitlines()
    assert "/mine/" in ignored
    assert "*.log" in ignored
    owner.succeed(after, "check")


@pytest.mark.real
def test_what_needs_you_is_listed_and_nothing_of_yours_is_lost(releases: Releases, tmp_path: Path) -> None:
    owner = owned(releases, tmp_path, OLDEST)
    owner.change(".editorconfig", "indent_size = 2", "indent_size = 8")
    owner.succeed(OLDEST, "templates", "eject", "fastapi/Dockerfile.jinja", "--block", "labels")
    owner.change(OVERRIDE, "{% endblock %}", 'LABEL mine="yes"\n{% endblock %}')
    owner.succeed(OLDEST, "generate")
    owner.commit("overridden")
    (owner.root / DERIVED).write_text((owner.root / DERIVED).read_text() + "# by hand\n")
    owner.commit("edited by hand")
    code, said = owner.plano(OLDEST, "update", "--defaults")
    assert code == 1
    place = next(line for line in said.splitlines() if line.startswith("conflict"))
    path, _, number = place.split()[1].rpartition(":")
    assert path == ".editorconfig"
    assert (owner.root / path).read_text().splitlines()[int(number) - 1].startswith("<<<<<<< ")
    assert f"edited      {DERIVED}" in said
    assert "plano templates diff fastapi/Dockerfile.jinja" in said
    assert (owner.root / DERIVED).read_text().endswith("# by hand\n")
    dockerfile = (owner.root / "generated/services/greetings/Dockerfile").read_text()
    assert 'LABEL mine="yes"' in dockerfile
    assert "# asked often" in dockerfile
    text = (owner.root / ".editorconfig").read_text()
    start, end = text.index("<<<<<<< "), text.index("\n", text.index(">>>>>>> ")) + 1
    (owner.root / ".editorconfig").write_text(f"{text[:start]}indent_size = 8\n{text[end:]}")
    owner.succeed(NEWEST, "generate", "--force")
    owner.succeed(NEWEST, "check")


@pytest.mark.real
def test_pretending_shows_it_all_and_writes_nothing(releases: Releases, tmp_path: Path) -> None:
    owner = owned(releases, tmp_path, OLDEST)
    before = contents(owner.root)
    said = owner.succeed(OLDEST, "update", "--defaults", "--pretend")
    assert f"plano       {OLDEST} → {NEWEST}" in said
    assert "language    'mail' of the platform is 'contact'" in said
    assert contents(owner.root) == before
    assert git(owner.root, "status", "--porcelain") == ""


@pytest.mark.real
def test_what_must_not_be_is_refused_with_its_reason(releases: Releases, tmp_path: Path) -> None:
    owner = owned(releases, tmp_path, MIDDLE)
    (owner.root / "notes.txt").write_text("mine\n")
    code, said = owner.plano(MIDDLE, "update", "--defaults")
    assert code == 1
    assert "?? notes.txt" in said
    (owner.root / "notes.txt").unlink()
    code, said = owner.plano(MIDDLE, "update", "--defaults", "--to", f"v{OLDEST}")
    assert code == 1
    assert "back" in said or "downgrad" in said.lower()
    code, said = owner.plano(NEWEST, "generate")
    assert code == 1
    assert f"this repository pins plano {MIDDLE}" in said
    assert git(owner.root, "status", "--porcelain") == ""


@pytest.mark.real
def test_a_blueprint_that_no_migration_can_follow_stays_and_the_rest_is_merged(
    releases: Releases, tmp_path: Path
) -> None:
    owner = owned(releases, tmp_path, MIDDLE)
    owner.change("blueprint.yaml", "  registry: ", "  registry: registry.mine.example   # was ")
    owner.succeed(MIDDLE, "generate")
    owner.commit("a registry without a path")
    before = contents(owner.root)
    code, said = owner.plano(MIDDLE, "update", "--defaults")
    assert code == 1
    assert "'registry' has no path that could be the project" in said
    assert "derived     generated/ is as it was: " in said
    after = contents(owner.root)
    assert after["blueprint.yaml"] == before["blueprint.yaml"]
    assert f"plano[local]=={NEWEST}" in after["requirements.txt"].decode()
    owner.change("blueprint.yaml", "registry.mine.example   # was", "registry.mine.example/mine   # was")
    assert "'registry' is split" in owner.succeed(NEWEST, "fix", "--language")
    owner.succeed(NEWEST, "generate")
    owner.succeed(NEWEST, "check")
