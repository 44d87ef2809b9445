"""What asks for an export, what does not, and what a person is told where it cannot be had."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from plano_kit.observability.exporting import UnusableTracingError, adopt_config, destination

COLLECTOR = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
SDK = "[name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))]"
"""FastAPI itself imports OpenTelemetry's API, which records nothing; the SDK and the exporters are what costs."""


def python(program: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    told = {name: value for name, value in os.environ.items() if not name.startswith(("PLANO_", "OTEL_"))}
    return subprocess.run(
        [sys.executable, "-c", program], env={**told, **variables}, capture_output=True, text=True, timeout=60
    )


def test_nothing_is_exported_where_no_collector_is_named() -> None:
    assert destination({}) is None
    assert destination({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}) is None


def test_a_collector_is_named_as_opentelemetry_names_it() -> None:
    assert destination(COLLECTOR) == "OTEL_EXPORTER_OTLP_ENDPOINT"
    own = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://collector.example/v1/traces"}
    assert destination(own) == "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"


@pytest.mark.parametrize("off", [{"OTEL_SDK_DISABLED": "true"}, {"OTEL_TRACES_EXPORTER": "none"}])
def test_a_collector_that_is_named_can_be_turned_off(off: dict[str, str]) -> None:
    assert destination(COLLECTOR | off) is None


def test_spans_can_be_read_among_the_log_lines() -> None:
    assert destination({"OTEL_TRACES_EXPORTER": "console"}) == "OTEL_TRACES_EXPORTER"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"}, "is not a URL such as http://collector:4318"),
        (COLLECTOR | {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "must be http/protobuf"),
        (COLLECTOR | {"OTEL_TRACES_EXPORTER": "zipkin"}, "is not one of: otlp, console, none"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_variables_name(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(UnusableTracingError, match=told) as refused:
        destination(wrong)
    assert str(refused.value).startswith("OTEL_")


def test_a_services_own_setting_stands_for_the_variable() -> None:
    environment = {"PLANO_CONFIG_OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318", "PLANO_CONFIG_PAGE_SIZE": "9"}
    adopt_config(environment)
    assert environment["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://collector:4318"
    assert "PAGE_SIZE" not in environment


def test_the_variable_itself_counts_before_the_setting() -> None:
    environment = COLLECTOR | {"PLANO_CONFIG_OTEL_EXPORTER_OTLP_ENDPOINT": "http://elsewhere:4318"}
    adopt_config(environment)
    assert environment["OTEL_EXPORTER_OTLP_ENDPOINT"] == COLLECTOR["OTEL_EXPORTER_OTLP_ENDPOINT"]


SERVE = f"""
import sys
from plano_kit.entrypoints import run
from tienda_catalog.service import SERVICE
code = run(SERVICE, ["job", "unknown"])
print(code, {SDK})
"""
DATABASE = {"PLANO_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}


def test_nothing_of_the_sdk_is_imported_where_nothing_asks_for_it() -> None:
    done = python(SERVE, DATABASE)
    assert done.stdout == "2 []\n", done.stderr


def test_the_sdk_is_imported_where_spans_are_asked_for() -> None:
    done = python(SERVE, DATABASE | {"OTEL_TRACES_EXPORTER": "console"})
    assert "opentelemetry.sdk.trace" in done.stdout, done.stderr


def test_an_exporter_that_is_not_installed_is_told_with_the_next_step() -> None:
    hidden = "import sys\nsys.modules['opentelemetry.exporter'] = None\n"
    done = python(hidden + SERVE, DATABASE | COLLECTOR)
    assert done.stdout.startswith("2 "), done.stderr
    assert "Traceback" not in done.stderr
    said, step = done.stderr.splitlines()
    assert said.startswith("OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry's exporter is not installed here")
    assert step == "Install it with plano-kit[tracing], or unset the variable."
