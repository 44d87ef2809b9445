"""The `plano` group: finds a command's file when it is named, and turns what ends it into an exit code."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from plano import __version__
from plano.cli.registry import COMMANDS, overview
from plano.cli.root import find_root, root_of
from plano.output.errors import OutputError


class Commands(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for _, name, _ in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = getattr(importlib.import_module(f"plano.cli.{cmd_name}"), "command", None)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), 1)
            hint = f"did you mean '{near[0]}'?" if near else "'plano --help' lists them"
            raise click.UsageError(f"there is no command '{args[0]}': {hint}")
        return super().resolve_command(ctx, args)

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
    ctx.obj = root or (root_of(blueprint) if blueprint else find_root(Path.cwd()))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; gives its exit code and never raises. A bug of ours leaves a report and is a 3."""
    try:
        code = plano.main(args=list(arguments), prog_name="plano", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OutputError as error:
        click.echo(f"{error}. Once that is mended, the same command ends what it began.", err=True)
        return 1
    except Exception as error:  # whatever it is, it is a bug of ours, and ends in a report
        from plano.cli.report import write_report

        return write_report(error, arguments)
    return code if isinstance(code, int) else 0
