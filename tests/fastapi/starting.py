"""Started as a process: starts the API of each generated package that is named, and asks it for its document."""

from __future__ import annotations

import asyncio
import sys
from importlib import import_module

import httpx

from plano_kit.app import create_app
from plano_kit.service import Service
from plano_kit.settings import Settings


async def main(packages: list[str]) -> None:
    for package in packages:
        service = import_module(f"{package}.service").SERVICE
        assert isinstance(service, Service)
        app = create_app(service, Settings())
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                answer = await client.get("/openapi.json")
        print("started", service.name, answer.status_code)


asyncio.run(main(sys.argv[1:]))
