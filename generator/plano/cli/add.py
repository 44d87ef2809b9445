"""`plano add`: put a host, service, topic, route, entity, field or system into the blueprint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.cli.edits import Made
    from plano.editing.sheet import Sheet
    from plano.editing.subjects import Kind, Subject
    from plano.language.scalars import Value

Command = Callable[..., int]


class Kinds(click.Group):
    """The kinds as subcommands; a word that is none of them is answered with the nearest."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            from plano.language.nearest import nearest

            near = nearest(args[0], self.commands)
            hint = f"did you mean '{near}'?" if near else "it is one of " + ", ".join(self.commands)
            raise click.UsageError(f"there is no kind '{args[0]}': {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Kinds)
def command() -> None:
    """Add something to blueprint.yaml; comments and all other lines stay as they are.

    It is written as its neighbours are. What would bring a new error is shown and not written.

    \b
    plano add host db-2 --address 10.17.3.16 --role postgresql
    plano add service billing --kind fastapi --database main
    plano add topic invoices.issued --field invoice_id:uuid --key invoice_id
    plano add route /help --to web
    plano add entity orders.Refund --field order_id:uuid --field 'note:text | null'
    plano add field orders.Order shipped_at 'datetime | null'
    plano add system elk --set retention=14d
    """


def _options(function: Command) -> Command:
    """What every kind takes."""
    dry = click.option("--dry-run", is_flag=True, help="show the change as a patch, and write nothing")
    more = click.option(
        "--set", "more", multiple=True, metavar="KEY=VALUE", help="any other key; VALUE is YAML, such as [a, b]"
    )
    return more(dry(click.pass_obj(function)))


@command.command()
@click.argument("name")
@click.option("--address", required=True, help="its address in the lan; of a vpn host, in the VPN")
@click.option("--role", "roles", multiple=True, required=True, help="what it does; give it once for each role")
@click.option("--public", help="its address on the internet")
@_options
def host(root: Path, name: str, address: str, roles: Iterable[str], public: str | None, more: Iterable[str],
         dry_run: bool) -> int:  # fmt: skip
    """Add a machine.

    \b
    plano add host db-2 --address 10.17.3.16 --role postgresql --set memory=32Gi
    """
    return _add(root, "host", name, {"address": address, "public": public, "roles": list(roles)}, more, dry_run)


@command.command()
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice(["fastapi", "vue", "container", "external"]))
@click.option("--database", help="the server that it keeps its data on")
@click.option("--port", type=int, help="of a container: where it listens")
@click.option("--url", help="of an external: where it is")
@click.option("--calls", multiple=True, help="a service that it calls; give it once for each")
@click.option("--description", help="what it is for, in a sentence")
@_options
def service(root: Path, name: str, kind: str, database: str | None, port: int | None, url: str | None,
            calls: Iterable[str], description: str | None, more: Iterable[str], dry_run: bool) -> int:  # fmt: skip
    """Add a service.

    \b
    plano add service billing --kind fastapi --database main --calls mail
    plano add service search --kind container --port 9000 --set 'resources={cpu: 500m}'
    """
    body: dict[str, Value] = {"kind": kind, "database": database, "port": port, "url": url, "calls": list(calls),
                              "description": description}  # fmt: skip
    return _add(root, "service", name, body, more, dry_run)


@command.command()
@click.argument("name")
@click.option("--field", "fields", multiple=True, required=True, metavar="NAME:TYPE", help="once for each field")
@click.option("--key", help="the field whose value orders messages")
@click.option("--partitions", type=int, help="how many consumers of a group may work at once")
@click.option("--retention", help="how long messages are kept, such as 7d")
@click.option("--description", help="when a message is published, in a sentence")
@_options
def topic(root: Path, name: str, fields: Iterable[str], key: str | None, partitions: int | None,
          retention: str | None, description: str | None, more: Iterable[str], dry_run: bool) -> int:  # fmt: skip
    """Add a topic. Who publishes and who consumes it is said by the services.

    \b
    plano add topic invoices.issued --field invoice_id:uuid --field 'paid_at:datetime | null' --key invoice_id
    """
    body: dict[str, Value] = {"key": key, "partitions": partitions, "retention": retention,
                              "description": description, "fields": _fields(fields)}  # fmt: skip
    return _add(root, "topic", name, body, more, dry_run)


@command.command()
@click.argument("path")
@click.option("--to", required=True, help="the service that answers")
@click.option("--rate-limit", help="how many requests a client address may make, such as 5/s")
@_options
def route(root: Path, path: str, to: str, rate_limit: str | None, more: Iterable[str], dry_run: bool) -> int:
    """Add a public path.

    \b
    plano add route /help --to web --rate-limit 20/s
    """
    return _add(root, "route", path, {"service": to, "rate_limit": rate_limit}, more, dry_run)


@command.command()
@click.argument("name", metavar="SERVICE.ENTITY")
@click.option("--field", "fields", multiple=True, metavar="NAME:TYPE", help="once for each field")
@_options
def entity(root: Path, name: str, fields: Iterable[str], more: Iterable[str], dry_run: bool) -> int:
    """Add a table to a service that has a database.

    \b
    plano add entity orders.Refund --field order_id:uuid --field 'quantity:{type: int, min: 1}'
    """
    return _add(root, "entity", name, {"fields": _fields(fields)}, more, dry_run)


@command.command()
@click.argument("owner", metavar="SERVICE.ENTITY|TOPIC|TYPE")
@click.argument("name")
@click.argument("type_", metavar="TYPE")
@_options
def field(root: Path, owner: str, name: str, type_: str, more: Iterable[str], dry_run: bool) -> int:
    """Add a field to an entity, a topic or a type. With '--set' it is written in the long form.

    \b
    plano add field orders.Order shipped_at 'datetime | null'
    plano add field orders.placed coupon 'string(20) | null'
    plano add field Item weight int --set min=1
    """
    kind, others = _type(type_, name), _more(more)
    long: Value = {"type": kind, **others}
    return _write(root, "field", f"{owner}.{name}", long if others else kind, dry_run)


@command.command()
@click.argument("name")
@click.option("--option", "options", multiple=True, metavar="KEY=VALUE", help="the same as --set")
@_options
def system(root: Path, name: str, options: Iterable[str], more: Iterable[str], dry_run: bool) -> int:
    """Add a system of the platform.

    \b
    plano add system elk --set retention=14d
    """
    return _add(root, "system", name, {}, (*options, *more), dry_run)


def _add(root: Path, kind: Kind, name: str, body: Mapping[str, Value], more: Iterable[str], dry_run: bool) -> int:
    """Add a thing with the keys of `body` that say something, and those of `more`."""
    said: dict[str, Value] = {key: value for key, value in body.items() if value not in (None, [], {})}
    others = _more(more)
    twice = next((key for key in others if key in said), None)
    if twice is not None:
        raise click.UsageError(f"'{twice}' is said twice: by an option of its own and by '--set'")
    return _write(root, kind, name, said | others, dry_run)


def _write(root: Path, kind: Kind, name: str, body: Value, dry_run: bool) -> int:
    from plano.cli.edits import edit
    from plano.editing.addition import added
    from plano.editing.order import in_order
    from plano.editing.subjects import subject_of

    def make(sheet: Sheet) -> Made:
        subject = subject_of(sheet, kind, name)
        edited = added(sheet, subject, in_order(subject.path, body) if isinstance(body, dict) else body)
        return edited, _said(edited.after, subject)

    return edit(root, dry_run, make)


def _said(text: str, subject: Subject) -> Iterator[str]:
    """What was added, where it stands, and the next step."""
    from plano.editing.sheet import Sheet as AnySheet

    line = AnySheet.of(text).places.key(subject.path).line
    yield f"added     blueprint.yaml:{line:<6}{subject}"
    yield ""
    yield "Next: plano generate"


def _more(settings: Iterable[str]) -> dict[str, Value]:
    """`key=value` as a map; UsageError where one is not of that form, or a key is said twice."""
    from plano.cli.edits import parsed

    found: dict[str, Value] = {}
    for each in settings:
        key, equals, value = each.partition("=")
        if not equals or not key:
            raise click.UsageError(f"{each!r} is no setting: write KEY=VALUE")
        if key in found:
            raise click.UsageError(f"'{key}' is said twice")
        found[key] = parsed(value, f"--set {key}")
    return found


def _fields(written: Iterable[str]) -> dict[str, Value]:
    """`name:type` as a map of fields; UsageError where one is not of that form, or a name is said twice."""
    found: dict[str, Value] = {}
    for each in written:
        name, colon, kind = (part.strip() for part in each.partition(":"))
        if not colon or not name or not kind:
            raise click.UsageError(f"{each!r} is no field: write NAME:TYPE, such as order_id:uuid")
        if name in found:
            raise click.UsageError(f"the field '{name}' is said twice")
        found[name] = _type(kind, name)
    return found


def _type(written: str, name: str) -> Value:
    """A field in its short form, which is a text, or in its long form, which is a map of YAML."""
    from plano.cli.edits import parsed

    return parsed(written, f"the field {name}") if written.lstrip().startswith("{") else written.strip()
