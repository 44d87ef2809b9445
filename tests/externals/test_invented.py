"""Any document gives code that runs, the same each time; and what fits a schema is read and written as it was."""

from __future__ import annotations

import ast
import inspect
import json
import tempfile
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from plano_kit.clients.described import json_content
from tests.externals.depot import (
    MODULE,
    Json,
    answering,
    depot,
    faults,
    findings,
    imported,
    module,
    objections,
    planted,
)
from tests.externals.documents import Schema, documents, typed

NUMBER = count()
SOME = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
FEW = settings(SOME, max_examples=5)


@SOME
@given(documents())
def test_any_document_gives_a_module_that_runs_or_words(document: dict[str, Json]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = depot(Path(folder), document)
        if faults(root):
            assert {each.code for each in findings(root)} == {"bad-openapi"}
            return
        source = module(root)
        assert source == module(root)
        ast.parse(source)
        made = imported(source, f"carrier_invented_{next(NUMBER)}")
        for _, model in inspect.getmembers(made, lambda each: hasattr(each, "model_rebuild")):
            model.model_rebuild()
        methods = inspect.getmembers(made.CarrierClient, inspect.iscoroutinefunction)
        written = [each for each in methods if each[1].__module__ == made.__name__]
        paths = document["paths"]
        assert isinstance(paths, dict)
        assert len(written) == sum(map(len, paths.values()))


@settings(FEW, max_examples=2, phases=[Phase.generate])
@given(st.lists(documents(), min_size=12, max_size=12))
def test_tools_have_nothing_to_say_of_any(some: list[dict[str, Json]]) -> None:
    """In one package, since tools take long to start."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        modules: list[str] = []
        for document in some:
            if not faults(depot(root, document)):
                modules.append(module(root))
                planted(root)
        for at, source in enumerate(modules):
            (root / MODULE).with_name(f"carrier_{at}.py").write_text(source, "utf-8")
        assert objections(root) == {}


@SOME
@given(typed())
def test_what_fits_a_schema_is_read_and_sent_as_it_was(pair: tuple[Schema, Json]) -> None:
    schema, value = pair
    with tempfile.TemporaryDirectory() as folder:
        root = depot(Path(folder), answering(schema))
        assert findings(root) == []
        made = imported(module(root), f"carrier_typed_{next(NUMBER)}")
    annotation = inspect.get_annotations(made.CarrierClient.look, eval_str=True)["return"]
    text = json.dumps(value)
    read = TypeAdapter(annotation).validate_json(text, by_alias=True, by_name=False)
    content = json_content(read)
    assert (None if content is None else json.loads(content.body)) == value


@FEW
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_answered_in_words(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = depot(Path(folder), "", "api.yaml")
        (root / "api.yaml").write_bytes(raw)
        assert {each.code for each in findings(root)} == {"bad-openapi"}
