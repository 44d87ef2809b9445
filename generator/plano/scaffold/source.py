"""Where the template comes from: a Git address and a revision of it.

It is never the copy inside an installed package: what an update merges is the difference between two revisions of
a repository, so a repository must be what copier records.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from plano import __version__
from plano.scaffold.errors import ScaffoldError

_LABELS = ("source", "repository", "source code")
"""Names that a project's metadata gives to the address of its repository (the well-known labels of PEP 753)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A Git address, as copier takes it, and a tag, branch or commit there."""

    address: str
    revision: str


def source(given: str | None, revision: str | None) -> Source:
    """The template to use: what was `given`, else the checkout that runs, else the address in Plano's own metadata.

    The revision is by default the tag of this version, `vX.Y.Z`, and of a checkout that runs what it holds now.
    ScaffoldError where there is none of the three.
    """
    tag = revision or f"v{__version__}"
    if given is not None:
        local = Path(given).expanduser()
        if not local.is_dir():
            return Source(given, tag)
        if not ((local / ".git").exists() or (local / "objects").is_dir()):
            raise ScaffoldError(f"{given} is no Git repository: an update could not read it. Name another", answer=True)
        return Source(str(local.resolve()), tag)
    here = Path(__file__).resolve().parents[3]
    if (here / "copier.yml").is_file() and (here / ".git").exists():
        return Source(str(here), revision or "HEAD")
    published = _published()
    if published is None:
        raise ScaffoldError(
            "this Plano was installed without the address of its repository: name it with --source ADDRESS", answer=True
        )
    return Source(published, tag)


def _published() -> str | None:
    try:
        entries = metadata("plano").get_all("Project-URL") or []
    except PackageNotFoundError:
        return None
    for entry in entries:
        label, _, address = str(entry).partition(",")
        if label.strip().lower() in _LABELS:
            address = address.strip()
            return address if address.endswith(".git") else f"git+{address}"
    return None
