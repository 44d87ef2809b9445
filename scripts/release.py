"""Release Plano: version, changelog, sdist and wheel, one commit and its tag; or nothing, and all the reasons.

Run as `make release VERSION=1.2.3`, on a checkout whose tests are green. Nothing leaves this machine: the last line
says what to push. Pushing is a decision of its own.
"""

from __future__ import annotations

import datetime
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from scripts import changelog, promise, versions
from scripts.promise import SOURCE, GitError, git
from scripts.versions import Version

CHANGELOG = "CHANGELOG.md"
TEMPLATE = "copier.yml"
DIST = "dist"
_SHOWN = 5


@click.command()
@click.argument("number", metavar="VERSION")
@click.option("--date", metavar="YYYY-MM-DD", help="the day of the release (default: today, UTC)")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path())
def main(number: str, date: str | None, root: Path) -> None:
    """Release the checkout at the root as VERSION. Exit code 1 with all reasons, and nothing done, where it may not."""
    version = versions.parsed(number)
    if version is None:
        raise click.UsageError(f"'{number}' is no version: it is three numbers, as 1.2.3")
    try:
        day = datetime.date.fromisoformat(date) if date else datetime.datetime.now(datetime.UTC).date()
    except ValueError:
        raise click.UsageError(f"'{date}' is no day: it is written as 2026-01-31") from None
    reasons = list(refusals(root, version))
    if reasons:
        for reason in reasons:
            click.echo(f"refused: {reason}", err=True)
        click.echo(f"{version} was not released, and nothing was changed.", err=True)
        sys.exit(1)
    release(root, version, day)


def refusals(root: Path, version: Version) -> Iterator[str]:
    """Each reason why the checkout may not be released as `version`, in a sentence with its next step."""
    try:
        yield from _of_history(root, version)
    except GitError as error:
        yield f"Git said: {error}"
        return
    try:
        changelog.released((root / CHANGELOG).read_text(encoding="utf-8"), version, datetime.date.min)
    except (OSError, changelog.ChangelogError) as error:
        yield str(error)
    checked = subprocess.run(
        [sys.executable, "-m", "plano", "--root", str(root), "check"], capture_output=True, text=True, check=False
    )
    if checked.returncode:
        said = (checked.stdout + checked.stderr).strip().splitlines() or ["nothing"]
        yield f"'plano check' is not clean, mend it first; it ends with: {said[-1]}"
        return
    before = versions.last(promise.tags(root, "--merged", "HEAD"))
    if before is not None and version.is_patch_of(before):
        yield from broken_promise(root, version, before)


def broken_promise(root: Path, version: Version, before: Version) -> Iterator[str]:
    """The reason not to release a patch that changes derived files; none where it changes none."""
    changed = promise.changed_since(root, before.tag)
    if changed:
        more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
        yield (
            f"{version} is a patch of {before} and would change generated/: {', '.join(changed[:_SHOWN])}{more}; "
            f"release {version.major}.{version.minor + 1}.0, or take back what changes them"
        )


def _of_history(root: Path, version: Version) -> Iterator[str]:
    branch = git(root, "rev-parse", "--abbrev-ref", "HEAD").decode().strip()
    if branch != "main":
        yield f"this is the branch '{branch}': releases are made on main, 'git switch main'"
    loose = git(root, "status", "--porcelain").decode().splitlines()
    if loose:
        more = f" and {len(loose) - 1} more" if len(loose) > 1 else ""
        yield f"not all is committed: {loose[0][3:]}{more}; commit it, or take it back"
    newest = versions.last(promise.tags(root))
    if newest is not None and version <= newest:
        yield f"{version} does not follow {newest}, which is the last tag: release a greater version"


def release(root: Path, version: Version, day: datetime.date) -> None:
    """Write version and changelog, build, commit, tag. What fails before the commit is taken back; exit code 1 then."""
    texts = {path: (root / path).read_text(encoding="utf-8") for path in (SOURCE, TEMPLATE, CHANGELOG)}
    new = {
        SOURCE: versions.rewritten(texts[SOURCE], version),
        TEMPLATE: versions.pinned(texts[TEMPLATE], version),
        CHANGELOG: changelog.released(texts[CHANGELOG], version, day),
    }
    try:
        _put(root, new)
        built = build(root, version)
        git(root, "commit", "--quiet", "--message", f"Release {version}", "--", *new)
    except (GitError, BuildError, OSError) as error:
        _put(root, texts)
        shutil.rmtree(root / DIST / str(version), ignore_errors=True)
        click.echo(f"refused: {error}\n{version} was not released, and all is as it was.", err=True)
        sys.exit(1)
    git(root, "tag", "--annotate", version.tag, "--message", f"Plano {version}")
    for path in built:
        click.echo(path.relative_to(root).as_posix())
    click.echo(f"Released {version}: one commit and the tag {version.tag}. Next: git push origin main {version.tag}")


class BuildError(Exception):
    """Why the packages could not be built."""


def build(root: Path, version: Version) -> tuple[Path, ...]:
    """The sdist and the wheel of the checkout, in `dist/<version>/`. BuildError."""
    place = root / DIST / str(version)
    shutil.rmtree(place, ignore_errors=True)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", f"{DIST}/{version}"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"the packages could not be built: {(done.stdout + done.stderr).strip()[-2000:]}")
    built = tuple(sorted(place.iterdir()))
    wanted = {f"plano-{version}.tar.gz", f"plano-{version}-py3-none-any.whl"}
    if {path.name for path in built} != wanted:
        raise BuildError(f"the build gave {', '.join(path.name for path in built) or 'nothing'}, not {sorted(wanted)}")
    return built


def _put(root: Path, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        (root / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
