"""The service does what its OpenAPI document says, whatever is sent to it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from uuid import uuid4

import pytest
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plano_kit.auth.principal import Principal
from plano_kit.auth.tokens import ON_BEHALF_OF
from plano_kit.testing.base import Bed, StandTests
from plano_kit.testing.callers import roles
from plano_kit.testing.checks import fine

CHECKS = (
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
)
"""Those whose verdict does not depend on who else is there: services that this one calls are away, which is a 503."""


class DocumentTests(StandTests):
    """The document, and schemathesis by it."""

    async def test_the_document_has_every_endpoint(self, bench: Bed) -> None:
        paths = fine(await bench.client.get("/openapi.json"))["paths"]
        assert isinstance(paths, dict)
        told = {(path, method.upper()) for path, methods in paths.items() for method in methods}
        assert {(each.path, each.method) for each in self.stand.endpoints} <= told

    @pytest.mark.real
    async def test_the_service_conforms_to_its_document(self, bench: Bed) -> None:
        if not self.stand.endpoints:
            assert fine(await bench.client.get("/openapi.json"))["paths"] == {}
            return
        assert find_spec("schemathesis"), "this test needs it: pip install schemathesis"
        broken: list[str] = []
        async with _served(_watched(bench.app, broken)) as url:
            run = await asyncio.create_subprocess_exec(
                sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run",
                f"{url}/openapi.json", *self._headers(bench), "--checks", ",".join(CHECKS), "--max-examples", "25",
                "--seed", "1", "--exclude-path-regex", "^/auth/", "--suppress-health-check", "all",
                "--warnings", "off", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            )  # fmt: skip
            output, _ = await run.communicate()
        assert run.returncode == 0, output.decode(errors="replace")
        assert not broken, f"500: {', '.join(broken)}"

    def _headers(self, bench: Bed) -> list[str]:
        """Those of a person with every role, sent by a service that calls this one if there is any."""
        every = frozenset(role for endpoint in self.stand.endpoints for role in roles(endpoint))
        if bench.service.trusts is None:
            return []
        person = bench.token(Principal.user(uuid4(), every), lifetime=3600)
        if not bench.service.callers:
            return ["--header", f"Authorization: Bearer {person}"]
        service = bench.token(Principal.service(min(bench.service.callers)), lifetime=3600)
        return ["--header", f"Authorization: Bearer {service}", "--header", f"{ON_BEHALF_OF}: {person}"]


def _watched(app: ASGIApp, broken: list[str]) -> ASGIApp:
    """`app`, which notes in `broken` what it answers with 500: the document allows that, and nobody wants it."""

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 500:
                broken.append(f"{scope['method']} {scope['path']}")
            await send(message)

        await app(scope, receive, sent)

    return watched


@asynccontextmanager
async def _served(app: ASGIApp) -> AsyncIterator[str]:
    """The application on a port of this machine; gives its base URL."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    running = asyncio.create_task(server.serve())
    try:
        while not server.started:
            if running.done():
                running.result()
            await asyncio.sleep(0.01)
        [listening, *_] = server.servers[0].sockets
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await running
