"""Where the platform's repository is."""

from __future__ import annotations

from pathlib import Path


def find_root(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds a blueprint.yaml; `start` itself if there is none."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "blueprint.yaml").is_file():
            return folder
    return start
