"""The platforms of these tests, and the files that the emitter makes of them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from plano.emitters.jenkins import EMITTER
from plano.emitters.render import render
from plano.pipeline import check_text
from plano.platform.model import Platform
from tests.e2e.rename import rename_repository

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "templates" / "jenkins" / "scripts"

DEPOTS = """blueprint: 1
platform: {name: depots, domain: depots.example, registry: registry.depots.example/depots, repository: "https://git.depots.example/depots.git"}
environments: {trial: {}, live: {}}
hosts: {node-1: {address: 10.0.0.5, roles: [control-plane, worker]}}
systems: {kubernetes: {}, jenkins: {}}
services:
  parcel-desk:
    kind: fastapi
    access: public
    operations: {track: {method: GET, path: /track}}
  labels: {kind: container, image: "registry.depots.example/labels", port: 8080, health: /health}
  carrier: {kind: external, url: "https://carrier.example"}
"""


def platform_of(text: str) -> Platform:
    """The platform of a blueprint that has no error."""
    checked = check_text(text)
    assert checked.platform is not None, [each.message for each in checked.diagnostics]
    return checked.platform


def reference() -> Platform:
    return platform_of((ROOT / "blueprint.yaml").read_text("utf-8"))


def renamed() -> Platform:
    """The reference with every name changed."""
    with TemporaryDirectory() as folder:
        rename_repository(ROOT, Path(folder))
        return platform_of((Path(folder) / "blueprint.yaml").read_text("utf-8"))


def named(name: str) -> Platform:
    """One of the platforms that everything here holds for."""
    if name == "depots":
        return platform_of(DEPOTS)
    return renamed() if name == "renamed" else reference()


PLATFORMS = ("reference", "renamed", "depots")


def files(platform: Platform) -> dict[str, str]:
    """Path → text of every file that the emitter makes."""
    found: dict[str, str] = {}
    for spec in EMITTER.files(platform):
        assert spec.path.startswith(f"{spec.subject.folder}/")
        assert spec.path not in found
        found[spec.path] = render(spec).decode()
    return found


def jenkinsfiles(platform: Platform) -> dict[str, str]:
    """Path → text of every pipeline."""
    return {path: text for path, text in files(platform).items() if path.endswith("/Jenkinsfile")}
