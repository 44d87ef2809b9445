"""Where the Plano that runs was installed from, as `make` of a scaffolded repository is told."""

from __future__ import annotations

import json
import shlex
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit


def setting() -> str:
    """`NAME=VALUE` for `make`, quoted for a shell, where no index needs to have this Plano; empty for a released one.

    That is a checkout, whose code runs as it stands, or what pip noted of a direct install in `direct_url.json`
    (PEP 610): a folder or a Git address. A wheel that was installed by its path says nothing of where its needs are.
    """
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "copier.yml").is_file() and (checkout / "pyproject.toml").is_file():
        return f"PLANO_CHECKOUT={shlex.quote(str(checkout))}"
    try:
        noted = json.loads(distribution("plano").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return ""
    return noted_setting(noted) if isinstance(noted, dict) else ""


def noted_setting(noted: dict[str, object]) -> str:
    """What pip's note of a direct install comes to, by its `url` and the kind of it; empty for an archive."""
    address = noted.get("url")
    if not isinstance(address, str):
        return ""
    if "dir_info" in noted:
        return f"PLANO_CHECKOUT={shlex.quote(unquote(urlsplit(address).path))}"
    vcs = noted.get("vcs_info")
    if isinstance(vcs, dict) and vcs.get("vcs") == "git":
        return f"PLANO_GIT={shlex.quote(address)}"
    return ""
