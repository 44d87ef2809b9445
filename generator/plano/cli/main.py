"""The `plano` group: finds a command's file when it is named, and turns what ends it into an exit code."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from plano import __version__
from plano.cli.group import Group
from plano.cli.registry import COMMANDS, overview
from plano.cli.root import find_root, root_of
from plano.output.errors import OutputError


class Commands(Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for _, name, _ in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = getattr(importlib.import_module(f"plano.cli.{cmd_name}"), "command", None)
        return command if isinstance(command, click.Command) else None

    def get_help(self, ctx: click.Context) -> str:
        return overview().rstrip("\n")


@click.group(cls=Commands)
@click.version_option(__version__, message="plano %(version)s")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False, exists=True), help="the platform's repository")
@click.option(
    "--blueprint", type=click.Path(path_type=Path, dir_okay=False), help="of several platforms, the one it describes"
)
@click.pass_context
def plano(ctx: click.Context, root: Path | None, blueprint: Path | None) -> None:
    """One blueprint.yaml becomes a whole running platform, and stays true."""
    given = root or (root_of(blueprint) if blueprint else None)
    ctx.obj = given if given and given.is_absolute() else _beside(given)
    file = ctx.obj / "blueprint.yaml"
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise click.UsageError(f"{file} is a pipe or a device, and a blueprint is a file: move it away")


def _beside(given: Path | None) -> Path:
    """A root that is named from the current folder, or found from it."""
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise click.UsageError("this folder is no longer there: go to another") from None
    return given or find_root(here)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; gives its exit code and never raises. A bug of ours leaves a report and is a 3.

    Where standard output takes nothing more, a sentence says so and the code is 1; a reader that left early is none
    of that.
    """
    code: object = 0
    try:
        code = plano.main(args=list(arguments), prog_name="plano", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        pass  # whoever read has read enough
    except OutputError as error:
        return _ended(error)
    except Exception as error:  # whatever it is, it is a bug of ours, and ends in a report
        from plano.cli.report import write_report

        return write_report(error, arguments)
    return code if isinstance(code, int) else 0


def _ended(error: OutputError) -> int:
    from plano.diagnostics.sourceline import safe

    click.echo(f"{safe(str(error))}. Once that is mended, the same command ends what it began.", err=True)
    return 1
