"""Resolve the blueprint, take either side, run generate: branches merge without a word about hand edits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plano.output.compare import compare
from plano.output.index import Index, fingerprint, index_text
from plano.output.write import refused
from plano.pipeline import build_root
from tests.trust.gits import Repository
from tests.trust.platforms import ARCHIVE, FIRST, MAILER, ColdRuns, leftovers, plano, standing
from tests.trust.runs import generate

COLD = ColdRuns()

LONGER = FIRST.replace("label: string(40)}}", "label: string(60)}}")
COUNTED = FIRST.replace("label: string(40)}}", "label: string(40), count: int}}")
LONGER_AND_COUNTED = LONGER.replace("label: string(60)}}", "label: string(60), count: int}}")
WITHOUT_MAILER = FIRST.replace(MAILER, "")
MAILER_CHANGED = FIRST.replace("{handler: tell}", "{handler: tell, concurrency: 2}")
WITH_ARCHIVE = FIRST.replace("routes:", f"{ARCHIVE}routes:")
SCALED = FIRST.replace("    publishes:", "    config: {depth: int}\n    publishes:")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "lab", FIRST)


def edits(root: Path) -> set[str]:
    """Paths that `generate` would refuse to overwrite."""
    tree = build_root(root).tree
    assert tree is not None
    return {change.path for change in refused(compare(tree, root))}


def judged(root: Path, blueprint: str) -> None:
    """The blueprint resolved: generate ends well, check agrees, and the files are those of a run from nothing."""
    (root / "blueprint.yaml").write_text(blueprint)
    assert edits(root) == set()
    assert generate(root) == 0
    assert standing(root) == COLD.of(blueprint)
    assert leftovers(root) == []
    tree = build_root(root).tree
    assert tree is not None
    assert compare(tree, root).clean


def as_it_is(repository: Repository) -> None:
    """Conflict markers and all."""


def ours(repository: Repository) -> None:
    repository.git("checkout", "--ours", "--", *sorted(take(repository)))


def theirs(repository: Repository) -> None:
    repository.git("checkout", "--theirs", "--", *sorted(take(repository)))


def take(repository: Repository) -> set[str]:
    return {path for path in repository.in_conflict() if path.startswith("generated/")}


@pytest.mark.parametrize("side", [as_it_is, ours, theirs])
def test_two_branches_change_one_topic(repository: Repository, side: Callable[[Repository], None]) -> None:
    repository.branches(ours=LONGER, theirs=COUNTED)
    assert not repository.joins("merge", "theirs")
    assert "blueprint.yaml" in repository.in_conflict()
    assert any(path.startswith("generated/") for path in repository.in_conflict())
    side(repository)
    judged(repository.root, LONGER_AND_COUNTED)
    repository.commit()
    assert repository.changed() == set()
    assert plano(repository.root, "check").returncode == 0


def test_two_branches_change_two_services_and_nothing_is_in_conflict_but_what_both_share(
    repository: Repository,
) -> None:
    repository.branches(ours=SCALED, theirs=MAILER_CHANGED)
    assert repository.joins("merge", "theirs")
    both = SCALED.replace("{handler: tell}", "{handler: tell, concurrency: 2}")
    judged(repository.root, both)
    assert repository.changed() <= {f"generated/{name}/.plano-index" for name in ("contracts", "kit")}


@pytest.mark.parametrize("kept", [WITHOUT_MAILER, MAILER_CHANGED])
def test_one_branch_removes_the_service_that_the_other_changes(repository: Repository, kept: str) -> None:
    repository.branches(ours=WITHOUT_MAILER, theirs=MAILER_CHANGED)
    assert not repository.joins("merge", "theirs")
    judged(repository.root, kept)
    mailer = repository.root / "generated/services/mailer"
    assert mailer.exists() == (kept == MAILER_CHANGED)
    repository.commit()
    judged(repository.root, kept)
    assert repository.changed() == set()


def test_one_branch_renames_the_service_that_the_other_changes(repository: Repository) -> None:
    renamed = FIRST.replace("  mailer:\n    kind", "  poster:\n    was: mailer\n    kind")
    repository.branches(ours=renamed, theirs=MAILER_CHANGED)
    repository.joins("merge", "theirs")
    judged(repository.root, renamed.replace("{handler: tell}", "{handler: tell, concurrency: 2}"))


def test_branches_that_are_rebased_and_picked(repository: Repository) -> None:
    repository.branches(ours=SCALED, theirs=WITH_ARCHIVE)
    repository.git("switch", "-q", "theirs")
    assert repository.joins("rebase", "main")
    judged(repository.root, SCALED.replace("routes:", f"{ARCHIVE}routes:"))


def test_a_file_that_git_merged_is_no_edit_and_what_you_do_to_it_is(repository: Repository) -> None:
    merged = merged_cleanly(repository)
    assert edits(repository.root) == set()
    target = repository.root / merged
    target.write_text(target.read_text() + "# mine\n")
    assert edits(repository.root) == {merged}
    assert generate(repository.root) == 1
    assert target.read_text().endswith("# mine\n")


def test_a_file_that_git_merged_is_no_edit_once_the_merge_is_committed(repository: Repository) -> None:
    merged = merged_cleanly(repository)
    repository.git("commit", "-q", "-m", "merged")
    assert edits(repository.root) == set()
    target = repository.root / merged
    target.write_text(target.read_text() + "# mine\n")
    repository.git("add", "-A")
    assert edits(repository.root) == {merged}


def test_an_edit_that_one_side_committed_stays_an_edit(repository: Repository) -> None:
    kept = "generated/kit/plano_kit/py.typed"
    repository.git("switch", "-q", "-c", "theirs")
    (repository.root / kept).write_text("# mine\n")
    repository.commit()
    repository.git("switch", "-q", "main")
    repository.change(SCALED)
    assert repository.joins("merge", "--no-commit", "theirs")
    assert edits(repository.root) == {kept}


def test_a_judge_that_knows_the_index_alone_would_take_it_for_an_edit(repository: Repository) -> None:
    merged = merged_cleanly(repository)
    index = Index((repository.root / "generated/kit/.plano-index").read_bytes())
    said = index.hashes[merged.removeprefix("generated/kit/")]
    assert len(said) == 2
    assert fingerprint((repository.root / merged).read_bytes()) not in said


def merged_cleanly(repository: Repository) -> str:
    """Open a merge in which Git merged a derived file, so that it equals neither parent's; gives its path."""
    long = (name for name, (_, content) in standing(repository.root).items() if content.count(b"\n") > 30)
    path = next(name for name in long if name.startswith("generated/kit/") and name.endswith(".py"))
    target = repository.root / path
    text = target.read_text()
    repository.git("switch", "-q", "-c", "theirs")
    rewrite(repository.root, path, f"{text}# theirs\n")
    repository.commit()
    repository.git("switch", "-q", "main")
    rewrite(repository.root, path, f"# ours\n{text}")
    repository.commit()
    assert repository.joins("merge", "--no-commit", "theirs")
    assert target.read_text() == f"# ours\n{text}# theirs\n"
    return path


def rewrite(root: Path, path: str, text: str) -> None:
    """As another version of Plano would have written it: the file and its line of the index."""
    index = root / "generated/kit/.plano-index"
    inner = path.removeprefix("generated/kit/")
    (root / path).write_text(text)
    hashes = {name: next(iter(each)) for name, each in Index(index.read_bytes()).hashes.items()}
    index.write_text(index_text({**hashes, inner: fingerprint(text.encode())}))


def test_a_clone_that_turns_line_ends_is_clean(repository: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    repository.git("-c", "core.autocrlf=true", "clone", "-q", "-c", "core.autocrlf=true", ".", str(clone))
    assert b"\r\n" in (clone / "blueprint.yaml").read_bytes()
    assert plano(clone, "check").returncode == 0
    assert plano(clone, "generate").returncode == 0
    assert standing(clone) == COLD.of(FIRST)


def test_without_attributes_that_clone_is_not_clean(repository: Repository, tmp_path: Path) -> None:
    (repository.root / ".gitattributes").unlink()
    repository.commit()
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "-c", "core.autocrlf=true", ".", str(clone))
    assert edits(clone)
