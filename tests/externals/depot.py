"""A depot whose tracking service calls a carrier elsewhere, as a folder on disk, with what its document gives."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from plano.diagnostics.model import Diagnostic, Severity
from plano.diagnostics.text import render
from plano.pipeline import Checked, check_root, files_of

ROOT = Path(__file__).parents[2]
KIT = ROOT / "templates/kit"
MODULE = "generated/services/tracking/depot_tracking/clients/carrier.py"
BLUEPRINT = """\
blueprint: 1
platform:
  name: depot
  domain: depot.example
  registry: registry.depot.example/depot
  repository: https://git.depot.example/depot.git
environments: {production: {}}
services:
  tracking:
    kind: fastapi
    calls: [carrier]
    operations:
      find: {method: GET, path: "/places/{number: string}", response: {place: string}, access: public}
  carrier:
    kind: external
    url: https://api.carrier.example/v2
    openapi: FILE
"""

Json = object
"""A document is any JSON value."""


def depot(root: Path, document: Json, file: str = "carrier.json") -> Path:
    """The folder `root` with a blueprint that names `file`, which holds the document, or the text that is given."""
    (root / "blueprint.yaml").write_text(BLUEPRINT.replace("FILE", file), "utf-8")
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    text = document if isinstance(document, str) else json.dumps(document)
    path.write_text(text, "utf-8", errors="surrogatepass")
    return root


def api(paths: Json, schemas: Json = None, **more: Json) -> dict[str, Json]:
    """A document with these paths and schemas."""
    found: dict[str, Json] = {"openapi": "3.1.0", "info": {"title": "Carrier", "version": "2"}, "paths": paths}
    if schemas is not None:
        found["components"] = {"schemas": schemas}
    return {**found, **more}


def answering(schema: Json, schemas: Json = None) -> dict[str, Json]:
    """A document of one operation, `look`, which answers with that schema."""
    content = {"application/json": {"schema": schema}}
    return api({"/look": {"get": {"operationId": "look", "responses": {"200": {"content": content}}}}}, schemas)


def asking(*parameters: Json, path: str = "/look") -> dict[str, Json]:
    """A document of one operation, `look`, with these parameters."""
    return api({path: {"get": {"operationId": "look", "parameters": list(parameters), "responses": {}}}})


def findings(root: Path) -> list[Diagnostic]:
    """What is said of the depot in this folder, without what is not emitted yet."""
    return [each for each in check_root(root).diagnostics if each.code != "not-emitted"]


def shown(root: Path) -> str:
    """The same as a terminal shows it."""
    found = findings(root)
    files = {each.span.file for each in found if each.span} | {r.span.file for each in found for r in each.related}
    return render(found, {file: (root / file).read_text("utf-8") for file in files if (root / file).is_file()})


def faults(root: Path) -> list[str]:
    """The codes of all errors."""
    return [each.code for each in findings(root) if each.severity is Severity.ERROR]


def module(root: Path) -> str:
    """The client's module; a blueprint with errors fails here."""
    return generated(check_root(root))[MODULE].decode()


def generated(checked: Checked) -> dict[str, bytes]:
    """Every file by its path."""
    assert checked.platform is not None, [each.message for each in checked.diagnostics]
    tree, clashes = files_of(checked.platform)
    assert not clashes
    return {path: file.content for path, file in tree.files.items()}


def planted(root: Path) -> Path:
    """Write every file but the kit's to `root`; gives the folder of the service's package."""
    for path, content in generated(check_root(root)).items():
        if not path.startswith("generated/kit/"):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
    return root / "generated/services/tracking"


def commit(root: Path) -> None:
    """Make the folder a repository of Git in which all is committed."""
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"]):
        subprocess.run(["git", "-C", str(root), *words], check=True)


def imported(source: str, name: str) -> ModuleType:
    """The module of that source, run."""
    spec = importlib.util.spec_from_loader(name, loader=None)
    assert spec is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[name] = found  # pydantic looks for what annotations name there
    exec(compile(source, f"{name}.py", "exec"), found.__dict__)
    return found


def judged(root: Path, *command: str) -> str:
    """What a tool says of the generated packages below `root`; empty where it has no objection."""
    path = os.pathsep.join(map(str, (KIT, root, *sorted(root.glob("generated/services/*")))))
    done = subprocess.run(
        [sys.executable, "-P", "-m", *command],
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": path, "MYPYPATH": path},
    )
    return done.stdout + done.stderr if done.returncode else ""


def objections(root: Path) -> dict[str, str]:
    """What ruff and mypy --strict say of what is generated below `root`, by the tool's name; nothing where all is well.

    Which packages are a platform's own ruff cannot know in a folder elsewhere, and so not how to group imports.
    """
    lint = ("--config", str(ROOT / "pyproject.toml"), "--config", "lint.per-file-ignores = {'**' = ['E501', 'I001']}")
    checker = ("mypy", "--strict", "--config-file=", "--explicit-package-bases", "--follow-imports=silent")
    said = {
        "ruff check": judged(root, "ruff", "check", "--no-cache", *lint, "generated"),
        "ruff format": judged(root, "ruff", "format", "--check", "--diff", "--no-cache", *lint, "generated"),
        "mypy": judged(root, *checker, "-p", "depot_tracking"),
    }
    return {tool: each for tool, each in said.items() if each}
