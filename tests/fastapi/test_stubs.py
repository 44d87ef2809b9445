"""`plano stub` adds what is missing to a hand-written module, and leaves the rest as it was."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from plano.emitters.fastapi.handlers import expected, missing, stubbed
from tests.fastapi.package import platform_of

BLUEPRINT = """\
blueprint: 1
platform: {name: stubs, domain: a.example, registry: a.example/a, repository: "https://a.example/a.git"}
environments: {production: {}}
services:
  order-desk:
    kind: fastapi
    access: public
    operations:
      ask: {method: POST, path: "/ask/{day: date}", request: {text: text}, response: {text: text}}
      tell: {method: POST, path: /tell, request: {text: text}}
    schedule: {nightly: {cron: "0 2 * * *", zone: Europe/Madrid, handler: tidy}}
"""
PLATFORM = platform_of(BLUEPRINT)
(DESK,) = PLATFORM.services


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_operations_consumers_and_schedules_each_want_a_handler() -> None:
    assert expected(DESK) == ("ask", "tell", "tidy")


@pytest.mark.parametrize(
    "text",
    [
        "async def ask(): ...\nasync def tell(): ...\n",
        "from .asking import ask, say as tell\n",
        "import asking\n\nask = asking.ask\ntell: object = asking.tell\n",
        "if 1:\n    async def ask(): ...\ntry:\n    from a import tell\nexcept ImportError:\n    pass\n",
        "import asking\n\nask, (tell, _) = asking.both\n",
        "try:\n    import a\nexcept ImportError:\n    pass\nelse:\n    ask = tell = a.b\n",
        "\ufeffasync def ask(): ...\nasync def tell(): ...\n",
        "async def ask(: ...\nasync def tell(): ...\n",
    ],
    ids=["functions", "imports", "assignments", "blocks", "tuples", "else", "byte order mark", "with a syntax error"],
)
def test_what_a_module_binds_is_not_missing(text: str, tmp_path: Path) -> None:
    write(tmp_path, "services/order_desk/handlers.py", text)
    assert [each.handler for each in missing(PLATFORM, tmp_path)] == ["tidy"]


def test_a_package_of_handlers_counts_by_what_its_init_binds(tmp_path: Path) -> None:
    write(tmp_path, "services/order_desk/handlers/__init__.py", "from .asking import ask\n")
    write(tmp_path, "services/order_desk/handlers/asking.py", "async def ask(): ...\nasync def tell(): ...\n")
    found = missing(PLATFORM, tmp_path)
    assert [each.handler for each in found] == ["tell", "tidy"]
    assert {each.path for each in found} == {"services/order_desk/handlers/__init__.py"}


def test_a_folder_that_a_package_left_behind_does_not_hide_the_module(tmp_path: Path) -> None:
    write(tmp_path, "services/order_desk/handlers.py", "async def ask(): ...\nasync def tell(): ...\n")
    (tmp_path / "services/order_desk/handlers/__pycache__").mkdir(parents=True)
    (found,) = missing(PLATFORM, tmp_path)
    assert (found.handler, found.path) == ("tidy", "services/order_desk/handlers.py")


def test_a_stub_has_the_types_of_its_handler_and_no_more_imports_than_it_needs() -> None:
    written = stubbed(DESK, "", ("ask",))
    assert "from stubs_order_desk import AskRequest, AskResponse, Context\n" in written
    assert "async def ask(day: date, request: AskRequest, ctx: Context) -> AskResponse:\n" in written
    assert "status=501" in written
    assert "tidy" not in written


def test_what_is_there_stays_and_imports_become_one() -> None:
    before = '"""Mine."""\n\nfrom stubs_order_desk import Context\n\n\nasync def ask() -> None:  # mine\n    ...\n'
    after = stubbed(DESK, before, ("tell",))
    assert after.startswith(
        '"""Mine."""\n\nfrom stubs_order_desk import Context, TellRequest\nfrom plano_kit import Problem\n'
    )
    assert "async def ask() -> None:  # mine\n    ...\n" in after
    assert stubbed(DESK, after, ("tidy",)).count("import") == 2


@pytest.mark.parametrize(
    "before",
    [
        "from stubs_order_desk import Context  # mine\n",
        "from stubs_order_desk import Context; x = 1\n",
        "import stubs_order_desk\n",
        "x = 1\nfrom stubs_order_desk import Context as C\n",
        "import os; x = (\n    1)\n",
        'x = "a\u2028b\x85c"\n\x0c\ny = 1\nfrom stubs_order_desk import Context as C\n',
        "def broken(:\n",
    ],
    ids=str.strip,
)
def test_nothing_of_what_is_there_is_lost(before: str) -> None:
    after = stubbed(DESK, before, ("ask", "tell", "tidy"))
    assert before.strip() in after
    if "broken" not in before:
        bound = {node.name for node in ast.parse(after).body if isinstance(node, ast.AsyncFunctionDef)}
        assert bound == {"ask", "tell", "tidy"}


@pytest.mark.parametrize("before", ["import os\n\nX = 1\n", "def broken(:\n"], ids=["whole", "broken"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
def test_line_ends_and_mark_stay_what_they_are(mark: str, end: str, before: str) -> None:
    after = stubbed(DESK, mark + before.replace("\n", end), ("tell",))
    assert after.removeprefix(mark).replace(end, "\n") == stubbed(DESK, before, ("tell",))
    assert after.count("\n") == after.count(end)
