"""A group of commands that answers a word which is none of them with the one that was meant."""

from __future__ import annotations

import click


class Group(click.Group):
    """A group as click has it; an unknown word is a UsageError with the nearest name, or with where all are listed."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            from plano.language.nearest import nearest

            whole = ctx.command_path
            said, listing = f"there is no command '{args[0]}'", f"'{whole} --help' lists them"
            if ctx.parent is not None:
                said, listing = f"'{whole}' has no command '{args[0]}'", f"it has {', '.join(known)}"
            near = nearest(args[0], known)
            raise click.UsageError(f"{said}: did you mean '{near}'?" if near else f"{said}: {listing}")
        return super().resolve_command(ctx, args)
