"""Whether this process exports its spans, and where to: what the standard `OTEL_…` variables say.

Where they ask for nothing, nothing of the SDK is imported.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plano_kit.observability.tracing import record_with

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

    from plano_kit.observability.recording import Recorder

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_CONFIG = "PLANO_CONFIG_"


class UnusableTracingError(Exception):
    """What the environment asks for cannot be done here; the text says why, and what to do."""


def begin(service: str, platform: str, environment: str) -> Recorder | None:
    """Record this process's spans from now on, where the environment says so; else None.

    Raises UnusableTracingError.
    """
    adopt_config(os.environ)
    to = destination(os.environ)
    if to is None:
        return None
    resource = {"service.name": service, "service.namespace": platform, "deployment.environment.name": environment}
    try:
        from plano_kit.observability.recording import Recorder

        recorder = Recorder(resource, _exporter(to))
    except ModuleNotFoundError as missing:
        raise UnusableTracingError(
            f"{to} is set, but OpenTelemetry's exporter is not installed here: there is no module '{missing.name}'.\n"
            "Install it with plano-kit[tracing], or unset the variable."
        ) from None
    record_with(recorder)
    return recorder


def finish(recorder: Recorder | None, seconds: float) -> None:
    """Record no longer, and deliver what is left within `seconds`."""
    record_with(None)
    if recorder is not None:
        recorder.close(seconds)


def adopt_config(environment: MutableMapping[str, str]) -> None:
    """Let a service's own setting `otel_…` stand for the variable `OTEL_…` where that is not set."""
    for name, value in tuple(environment.items()):
        if name.startswith(f"{_CONFIG}OTEL_"):
            environment.setdefault(name.removeprefix(_CONFIG), value)


def destination(environment: Mapping[str, str]) -> str | None:
    """The variable that asks for an export, None where none does. Raises UnusableTracingError."""
    exporter = environment.get("OTEL_TRACES_EXPORTER", "").strip().lower() or "otlp"
    disabled = environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    named = next((name for name in ENDPOINTS if environment.get(name, "").strip()), None)
    if disabled or exporter == "none" or (exporter == "otlp" and named is None):
        return None
    if exporter == "console":
        return "OTEL_TRACES_EXPORTER"
    if exporter != "otlp" or named is None:
        raise UnusableTracingError("OTEL_TRACES_EXPORTER is not one of: otlp, console, none")
    address = urlsplit(environment[named].strip())
    if address.scheme not in ("http", "https") or not address.hostname:
        raise UnusableTracingError(f"{named} is not a URL such as http://collector:4318")
    spoken = next((name for name in _PROTOCOLS if environment.get(name, "").strip()), None)
    if spoken is not None and environment[spoken].strip().lower() != "http/protobuf":
        raise UnusableTracingError(f"{spoken} must be http/protobuf: collectors take it on port 4318, and gRPC on 4317")
    return named


def _exporter(to: str) -> SpanExporter:
    if to == "OTEL_TRACES_EXPORTER":
        import sys

        from opentelemetry.sdk.trace.export import ConsoleSpanExporter

        return ConsoleSpanExporter(out=sys.stderr, formatter=lambda span: span.to_json(indent=None) + "\n")
    made: type[SpanExporter] = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter").OTLPSpanExporter
    return made()
