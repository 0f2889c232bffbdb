"""`create_app`: the server with its API and pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api.http import errors
from api.http.guard import Guard
from api.http.problems import Problem
from api.routes import (
    atlas,
    events,
    feedback,
    groups,
    lookup,
    profiles,
    readings,
    status,
    suggestions,
)
from api.routes import introductions as introduction_routes
from api.web.rendering import add_static, error_page
from api.web.routers import ROUTERS
from api.work.running import Running
from api.work.service import Service
from api.work.settings import PROGRAM_VERSION, Settings

DESCRIPTION = (
    "Partner suggestions for companies, craft firms, startups and research, with reasons. "
    "Sentences are German or English by `Accept-Language` or `?lang=`. "
    "Every error is an RFC 9457 problem."
)


def create_app(source: Settings | Service) -> FastAPI:
    """Return the app of an installation.

    Args:
        source: settings, whose service is opened beside the running server and closed with it;
            or an open service, which stays the caller's to close.
    """
    running = Running(source)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        running.start()
        yield
        await run_in_threadpool(running.stop)

    app = FastAPI(
        title="partnermatch",
        version=PROGRAM_VERSION,
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    app.state.settings = running.settings
    app.state.running = running
    errors.install(app, error_page)
    app.add_middleware(Guard, settings=running.settings)
    app.include_router(status.router)
    parts = (
        suggestions,
        readings,
        feedback,
        introduction_routes,
        profiles,
        lookup,
        events,
        groups,
        atlas,
    )
    for module in parts:
        app.include_router(module.router, prefix="/v1")
    add_static(app)
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


def _openapi(app: FastAPI) -> dict[str, Any]:
    """Return the description, with the problems that all routes share."""
    if app.openapi_schema is None:
        described = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
        )
        template = "#/components/schemas/{model}"
        schema = Problem.model_json_schema(ref_template=template)
        parts = described.setdefault("components", {}).setdefault("schemas", {})
        parts |= schema.pop("$defs", {}) | {"Problem": schema}
        described["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        described["security"] = [{}, {"key": []}]  # without a key where nobody signs in
        app.openapi_schema = described
    return app.openapi_schema
