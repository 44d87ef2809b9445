"""`plano up`: the whole platform on this machine."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--env", "environment", default="local", show_default=True, help="a name; each has data of its own")
@click.option("--port", default=8080, show_default=True, help="of the gateway, on this machine alone")
@click.option("--broker", default="mock", show_default=True, help="mock, kafka (needs Maven once), or HOST:PORT")
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
    stream = LogStream(Form.NONE if quiet else Form.JSON if as_json else Form.READABLE)
    options = Options(environment, port, broker, postgresql, split)
    running = Running(root, checked.platform, options, lambda line: click.echo(f"  {line}", err=True), stream.line)
    try:
        asyncio.run(_run(running))
    except LocalError as error:
        click.echo(f"\n{error}", err=True)
        return 1
    return 0


async def _run(running: object) -> None:
    import asyncio
    import signal

    from plano.local.running import Running

    assert isinstance(running, Running)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    starting = asyncio.create_task(running.start())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            state = starting.result()
            click.echo(
                f"\n  {state.gateway}\n\nCtrl-C stops everything; data stays until 'plano down --wipe'.", err=True
            )
            await running.watch(stop)
        else:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
    finally:
        stopping.cancel()
        await running.stop()
