"""The application of a service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from fastapi import FastAPI, Response

from plano_kit.context import AnyContext
from plano_kit.http import edge, failures
from plano_kit.http.call import JSON
from plano_kit.runtime import Runtime
from plano_kit.service import Service
from plano_kit.settings import Settings

C = TypeVar("C", bound=AnyContext)


def create_app(service: Service[C], settings: Settings, runtime: Runtime[C] | None = None) -> FastAPI:
    """The service's API. It opens a runtime for its own life, or uses the open one that it is given."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if runtime is not None:
            _attach(app, runtime)
            yield
            return
        async with Runtime(service, settings) as own:
            _attach(app, own)
            yield

    app = FastAPI(
        title=service.name,
        description=service.description,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    edge.wrap(app)
    routers = list(service.routers)
    if service.issuer is not None:
        from plano_kit.auth.issuer import issuer_router

        routers.append(issuer_router(service.issuer))
    for router in routers:
        app.include_router(router)
    document = service.openapi.read_bytes()

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi() -> Response:
        return Response(document, media_type=JSON)

    failures.install(app, [*app.routes, *(route for router in routers for route in router.routes)])

    return app


def _attach(app: FastAPI, runtime: Runtime[C]) -> None:
    app.state.runtime = runtime
    if runtime.issuing is not None:
        from plano_kit.auth.issuer import Desk

        app.state.desk = Desk(runtime.issuing, runtime.settings.cookie_secure)
