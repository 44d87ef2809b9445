"""Two tags of one template that pin the same Plano: an update between them needs no other program."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from plano import __version__
from tests.scaffold.repositories import Maker, git, template, variables

FIRST, SECOND = f"v{__version__}", "v9.0.0"
BINARY = b"\x89PNG\0"
ASKED = "team:\n  type: str\n  help: Who keeps it running?\n  default: everybody\n"


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody's platform, made from the first tag, in a Git repository at `top`."""

    root: Path
    top: Path
    home: Path

    def plano(self, *words: str) -> tuple[int, str]:
        """Exit code of one command, and all that was said."""
        command = [sys.executable, "-m", "plano", "--root", str(self.root), *words]
        environment = variables(self.home)
        done = subprocess.run(command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout + done.stderr

    def update(self, *words: str, code: int = 0) -> str:
        """What `plano update` says, which must end with this code."""
        found, said = self.plano("update", *(words or ("--defaults",)))
        assert found == code, said
        return said

    def write(self, path: str, content: bytes | str) -> None:
        """Write a file of the owner's."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(content if isinstance(content, bytes) else content.encode())

    def change(self, path: str, old: str, new: str) -> None:
        """Replace words in a file."""
        text = (self.root / path).read_text()
        assert old in text, f"{path}: {text}"
        (self.root / path).write_text(text.replace(old, new, 1))

    def commit(self) -> None:
        """Commit all."""
        git(self.top, "add", "--all")
        git(self.top, "commit", "--quiet", "--message", "mine")

    def status(self) -> str:
        """What Git calls changed."""
        return git(self.top, "status", "--porcelain")


@dataclass(frozen=True, slots=True)
class Pair:
    """The template, and a platform of its first tag that nobody has touched."""

    template: Path
    made: Path
    home: Path

    def owner(self, folder: Path) -> Owner:
        """A platform of its own in `folder`, with a comment in its blueprint and a handler of its owner's."""
        shutil.copytree(self.made, folder, symlinks=True)
        owner = Owner(folder, folder, self.home)
        owner.change("blueprint.yaml", "\nservices:", "\n# ours: asked for by the shop\nservices:")
        owner.change("services/greetings/handlers.py", '"""', '"""Mine. ')
        owner.commit()
        return owner


def paired(folder: Path) -> Pair:
    """Both tags, from what this repository holds, and the platform."""
    source = template(folder / "template")
    git(source, "tag", "--delete", FIRST)
    platform = source / "templates/platform"
    (platform / "logo.png").write_bytes(BINARY + b"one")
    (platform / "old.txt").write_text("one\ntwo\nthree\n")
    (platform / "older.txt").write_text("one\ntwo\nthree\n")
    _tag(source, FIRST)
    _change(platform / ".editorconfig", "indent_size = 2", "indent_size = 3")
    _change(platform / ".gitignore", "__pycache__/", "__pycache__/\n*.log")
    _change(platform / "README.md.jinja", "# ", "# The second: ")
    _change(platform / "services/README.md", "# ", "# The second: ")
    _change(source / "schemas/blueprint.schema.json", "version 1.", "version 1, of the second.")
    _change(source / "copier.yml", "plano_version:", f"{ASKED}\nplano_version:")
    (platform / "team.txt.jinja").write_text("{{ team }}\n")
    (platform / "notes.txt").write_text("of the template\n")
    (platform / "logo.png").write_bytes(BINARY + b"two")
    (platform / "old.txt").unlink()
    (platform / "older.txt").unlink()
    (platform / "ci/lint.sh").chmod(0o755)
    _tag(source, SECOND)
    maker = Maker(source, folder / "home")
    return Pair(source, maker.made(folder / "mine", "--data", "database=false"), folder / "home" / "user")


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text, f"{path} says no {old!r}"
    path.write_text(text.replace(old, new, 1))


def _tag(source: Path, name: str) -> None:
    git(source, "add", "--all")
    git(source, "commit", "--quiet", "--message", name)
    git(source, "tag", name)
