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


def root_of(blueprint: Path) -> Path:
    """The folder of a platform's blueprint. click.BadParameter for a file of another name, which nothing reads."""
    if blueprint.name != "blueprint.yaml":
        import click

        raise click.BadParameter(f"'{blueprint}': each platform has a folder of its own, with a blueprint.yaml in it")
    return blueprint.parent
