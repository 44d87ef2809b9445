"""`plano up`: the whole platform on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plano.cli.environment import environment_option

if TYPE_CHECKING:
    from plano.local.running import Running
    from plano.local.state import State
    from plano.pipeline import Checked


def _broker(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    from plano.local.broker import is_kind

    if not is_kind(value):
        raise click.BadParameter(f"it is mock, kafka or HOST:PORT, not '{value}'")
    return value


@click.command()
@environment_option("a name; each has data of its own")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="of the gateway, here alone"
)
@click.option(
    "--broker", default="mock", callback=_broker, show_default=True, help="mock, kafka (needs Maven once), HOST:PORT"
)
@click.option("--postgresql", default="", help="HOST:PORT of a server to use; PLANO_POSTGRESQL_USER and _PASSWORD")
@click.option("--split", is_flag=True, help="each service's api, consumer and relay as processes of their own")
@click.option("--json", "as_json", is_flag=True, help="the services' log lines as they are")
@click.option("-q", "quiet", is_flag=True, help="no log lines")
@click.pass_obj
def command(
    root: Path,
    environment: str,
    port: int,
    broker: str,
    postgresql: str,
    split: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Start PostgreSQL, a broker, a mail catcher, every service and a gateway; Ctrl-C stops them all.

    With --broker kafka Maven brings Kafka's jars the first time. Data stays until 'plano down --wipe'.
    """
    import asyncio

    from plano.cli.findings import show
    from plano.local.errors import LocalError
    from plano.local.logstream import Form, LogStream
    from plano.local.running import Options, Running
    from plano.pipeline import check_root

    checked = check_root(root)
    if checked.platform is None:
        show(checked.diagnostics, root, after="Nothing was started.")
        return 1
    if not (root / "generated" / "kit").is_dir():
        click.echo("there is nothing to start yet: plano generate writes it", err=True)
        return 1
    if older := _older(root, checked):
        click.echo(older, err=True)
    stream = LogStream(Form.NONE if quiet else Form.JSON if as_json else Form.READABLE, root)
    options = Options(environment, port, broker, postgresql, split)
    try:
        running = Running(root, checked.platform, options, lambda line: click.echo(f"  {line}", err=True), stream.line)
        asyncio.run(_run(running))
    except* LocalError as found:
        click.echo(f"\n{_first(found)}", err=True)
        return_code = 1
    else:
        return_code = 0
    return return_code


def _older(root: Path, checked: Checked) -> str:
    """What to say where the derived files are not as the blueprint says; empty where they are."""
    from plano.cli.unchanged import seen, seen_renderer
    from plano.output import cache, stamp
    from plano.output.compare import State, compare
    from plano.overriding.judging import read
    from plano.pipeline import build

    if stamp.unchanged(root, seen(root)) is not None:
        return ""
    built = build(checked, cache.read(root, seen_renderer(root)), read(root))
    if built.tree is None:
        return "generated/ cannot be made from blueprint.yaml any more: plano check"
    comparison = compare(built.tree, root, stamp.read(root))
    if comparison.stale_indexes or comparison.of(State.MISSING, State.STALE, State.ORPHANED):
        return "generated/ is older than blueprint.yaml: plano generate"
    return "generated/ was edited by hand: plano check" if comparison.changes else ""


async def _run(running: Running) -> None:
    """Until a signal comes, or something ends that cannot be started again."""
    import asyncio
    import signal

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)

    async def work() -> None:
        _told(await running.start())
        await running.watch()

    working = asyncio.create_task(work())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        click.echo("\n  stopping", err=True)
    finally:
        stopping.cancel()
        working.cancel()
        await asyncio.gather(stopping, working, return_exceptions=True)
        await running.stop()


def _told(state: State) -> None:
    """Where everything is, once it runs."""
    lines = ["", f"  ready     {state.gateway}"]
    lines += ["", "Ctrl-C stops everything; data stays until 'plano down --wipe'."]
    click.echo("\n".join(lines), err=True)


def _first(error: BaseException) -> BaseException:
    """The first cause in a group: what failed beside it failed with it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
