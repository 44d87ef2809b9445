"""The scripts that talk to a registry, with crane itself and the registry that it brings."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import socket
import subprocess
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plano.emitters.versions import version_of
from tests.delivery.jenkins.platforms import ROOT, SCRIPTS

FOLDER = ROOT / ".plano" / "go"
INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"

pytestmark = pytest.mark.soak  # Go takes minutes to build cosign


@pytest.fixture(scope="session")
def crane() -> Path:
    """crane, in the version that the pods have."""
    return go_program("crane", "github.com/google/go-containerregistry/cmd/crane")


@pytest.fixture(scope="session")
def cosign() -> Path:
    """cosign, in the version that the pods have."""
    return go_program("cosign", "github.com/sigstore/cosign/v3/cmd/cosign")


def go_program(name: str, package: str) -> Path:
    """A program in Go, built under .plano from its sources."""
    go = shutil.which("go")
    assert go, "Go is missing: .ci/run installs it"
    folder = FOLDER / f"{name}-{version_of(name)}"
    if not (folder / name).is_file():
        folder.mkdir(parents=True, exist_ok=True)
        words = [go, "install", f"{package}@v{version_of(name)}"]
        subprocess.run(words, check=True, timeout=1200, env={**os.environ, "GOBIN": str(folder)})
    return folder / name


@pytest.fixture(scope="session")
def registry(crane: Path) -> Iterator[str]:
    """HOST:PORT of a registry on this machine, empty at first."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    serving = subprocess.Popen([crane, "registry", "serve", "--address", address], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if subprocess.run([crane, "catalog", address], capture_output=True).returncode == 0:
                break
            time.sleep(0.1)
        yield address
    finally:
        serving.terminate()
        serving.wait(timeout=10)


def script(program: Path, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a script that finds `program` on its path."""
    variables = {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "COSIGN_PASSWORD": "a password of tests",
    }
    command = ["bash", str(SCRIPTS / f"{name}.sh"), *words]
    return subprocess.run(command, capture_output=True, text=True, env=variables)


def layout(folder: Path, content: str) -> str:
    """What BuildKit writes for an image with attestations: a layout with an index of manifests. Gives its digest."""

    def blob(data: bytes) -> dict[str, object]:
        digest = hashlib.sha256(data).hexdigest()
        (folder / "blobs" / "sha256" / digest).write_bytes(data)
        return {"digest": f"sha256:{digest}", "size": len(data)}

    def described(kind: str, value: object) -> dict[str, object]:
        return {"mediaType": kind, **blob(json.dumps(value).encode())}

    (folder / "blobs" / "sha256").mkdir(parents=True)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        entry = tarfile.TarInfo("content")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content.encode()))
    plain = hashlib.sha256(packed.getvalue()).hexdigest()
    layer = {"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", **blob(gzip.compress(packed.getvalue()))}
    about = {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": [f"sha256:{plain}"]}}
    config = described("application/vnd.oci.image.config.v1+json", about)
    image = described(MANIFEST, {"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [layer]})
    manifests = [{**image, "platform": {"architecture": "amd64", "os": "linux"}}]
    index = described(INDEX, {"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests})
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [index]}))
    told = {"buildx.build.ref": "x", "containerimage.digest": index["digest"]}
    folder.with_name(f"{folder.name}.json").write_text(json.dumps(told, indent=2))
    return str(index["digest"])


def test_an_image_is_pushed_by_digest_and_found_once_it_has_its_tag(crane: Path, registry: str, tmp_path: Path) -> None:
    image = f"{registry}/depots/parcel-desk"
    before = script(crane, "exists", image, "inputs")
    assert (before.returncode, before.stdout) == (0, "")
    digest = layout(tmp_path / "image", "first")
    pushed = script(crane, "push", image, str(tmp_path / "image"))
    assert (pushed.returncode, pushed.stdout) == (0, f"{digest}\n"), pushed.stderr
    assert script(crane, "exists", image, "inputs").stdout == ""
    subprocess.run([crane, "tag", f"{image}@{digest}", "inputs"], check=True, capture_output=True)
    assert script(crane, "exists", image, "inputs").stdout == f"{digest}\n"
    assert script(crane, "exists", image, "other").stdout == ""


def test_a_registry_that_does_not_answer_is_no_registry_without_the_image(crane: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        done = script(crane, "exists", f"127.0.0.1:{closed.getsockname()[1]}/depots/parcel-desk", "inputs")
    assert (done.returncode, done.stdout) == (1, "")
    assert "refused" in done.stderr


def test_what_was_not_built_is_not_pushed(crane: Path, registry: str, tmp_path: Path) -> None:
    layout(tmp_path / "image", "second")
    (tmp_path / "image.json").write_text("{}")
    done = script(crane, "push", f"{registry}/depots/none", str(tmp_path / "image"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "the image was not built" in done.stderr
    (tmp_path / "image.json").write_text(json.dumps({"containerimage.digest": "sha256:" + "5" * 64}))
    assert script(crane, "push", f"{registry}/depots/none", str(tmp_path / "image")).returncode != 0


def test_the_base_image_is_taken_with_its_digest(crane: Path, registry: str, tmp_path: Path) -> None:
    digest = layout(tmp_path / "base", "base")
    subprocess.run([crane, "push", tmp_path / "base", f"{registry}/python:3"], check=True, capture_output=True)
    (tmp_path / "Dockerfile").write_text(f"# syntax\nARG PYTHON_IMAGE={registry}/python:3\nFROM ${{PYTHON_IMAGE}}\n")
    done = script(crane, "base", str(tmp_path / "Dockerfile"))
    assert (done.returncode, done.stdout) == (0, f"{registry}/python:3@{digest}\n")
    (tmp_path / "Dockerfile").write_text(f"ARG PYTHON_IMAGE={registry}/python:4\n")
    assert script(crane, "base", str(tmp_path / "Dockerfile")).returncode == 1


def test_an_image_is_signed_and_whoever_has_the_public_key_sees_it(
    crane: Path, cosign: Path, registry: str, tmp_path: Path
) -> None:
    image = f"{registry}/depots/signed"
    told = {**os.environ, "COSIGN_PASSWORD": "a password of tests"}
    subprocess.run([cosign, "generate-key-pair"], cwd=tmp_path, check=True, capture_output=True, env=told)
    signed, other = layout(tmp_path / "signed", "signed"), layout(tmp_path / "other", "other")
    for name in ("signed", "other"):
        assert script(crane, "push", image, str(tmp_path / name)).returncode == 0
    done = script(cosign, "sign", image, signed, str(tmp_path / "cosign.key"))
    assert done.returncode == 0, done.stderr

    def verified(digest: str) -> bool:
        words = [
            str(cosign),
            "verify",
            "--key",
            str(tmp_path / "cosign.pub"),
            "--insecure-ignore-tlog=true",
            f"{image}@{digest}",
        ]
        return subprocess.run(words, capture_output=True).returncode == 0

    assert verified(signed)
    assert not verified(other)
