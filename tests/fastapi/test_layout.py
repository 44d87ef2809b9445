"""Expressions are laid out as ruff lays them out, and imports are sorted as ruff sorts them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from plano.emitters.fastapi.imports import Imports, imported
from plano.emitters.fastapi.layout import call, group, index, named, parameter, signature, statement, union
from plano.emitters.typetable import Symbol

WIDTHS = range(1, 60)


def reformatted(source: str) -> str:
    """What ruff would change in a module; empty where nothing."""
    command = [sys.executable, "-m", "ruff", "format", "--diff", "--isolated", "--line-length", "120", "-q", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def value(width: int) -> str:
    """A field with limits, whose default is an object; longer by `width`."""
    default = call("Decimal", f'"{"1" * width}"')
    inner = call("Field", named("default", default), named("sa_type", call("Numeric", "12", "2")), "repr=False")
    kept = group((f'"{"k" * width}"', f'"{"v" * (width // 2)}"'))
    return statement("price", None, call("column", inner, named("kept", kept)), 0) + "\n"


def annotated(width: int) -> str:
    """A variable whose type is in brackets; longer by `width`."""
    kind = index("tuple", index("Annotated", "Text", call("Field", named("pattern", f'"{"p" * width}"'))), "...")
    return statement("names", kind, group((f'"{"n" * width}"',)), 0) + "\n"


def function(width: int) -> str:
    """A function with arguments that may be left out; longer by `width`."""
    text = index("Annotated", "Text", call("Field", named("max_length", "1" * width)))
    wanted = ["self", parameter("first", text), parameter("second", union("UUID"), "None")]
    return signature(f"def f{'f' * width}", wanted, " -> None:", 0) + "\n    return\n"


@pytest.mark.parametrize("written", [value, annotated, function])
def test_ruff_has_nothing_to_change_at_any_width(written: Callable[[int], str]) -> None:
    module = "\n\n".join(written(width) for width in WIDTHS) if written is function else "".join(map(written, WIDTHS))
    assert reformatted(module) == ""


def test_a_line_that_is_one_character_too_long_would_be_changed() -> None:
    line = str(call("made = make", "x" * 108))
    assert len(line) == 121
    assert reformatted(f"{line}\n")


def test_what_fits_into_120_characters_stays_on_one_line() -> None:
    assert "\n" not in statement("made", None, call("make", "x" * 107), 0)
    assert "\n" in statement("made", None, call("make", "x" * 108), 0)
    assert "\n" not in signature("def make", ["x" * 101], " -> None:", 0)
    assert "\n" in signature("def make", ["x" * 102], " -> None:", 0)


def test_an_expression_is_its_text_on_one_line() -> None:
    assert call("Field", named("ge", "1"), named("default", call("Decimal", '"1.5"'))) == (
        'Field(ge=1, default=Decimal("1.5"))'
    )
    assert union(index("list", "Part"), "EllipsisType", "None") == "list[Part] | EllipsisType | None"
    assert group(("one",)) == "(one,)"


def test_what_is_imported_makes_way_for_what_the_module_and_its_package_name() -> None:
    imports = Imports({"date"}, {"Text"})
    assert imports.use(Symbol("datetime", "date")) == "_date"
    assert imports.use(Symbol("plano_kit.types", "Text")) == "_Text"
    assert imports.use(Symbol(".types", "Text")) == "Text"
    assert imports.use(Symbol("", "str")) == "str"
    assert imports.block() == (
        "from datetime import date as _date\n\n"
        "from plano_kit.types import Text as _Text\n\n"
        "from .types import Text"
    )  # fmt: skip


def test_a_symbol_keeps_the_name_that_it_was_given_first() -> None:
    imports = Imports(())
    wanted = [Symbol("sqlalchemy", "Text", "SaText"), Symbol("plano_kit.types", "SaText")]
    assert [imports.use(each) for each in wanted] == ["SaText", "_SaText"]
    assert [imports.use(each) for each in reversed(wanted)] == ["_SaText", "SaText"]


def test_three_symbols_of_one_name_have_three_names_in_a_module() -> None:
    imports = Imports({"Json"})
    wanted = [Symbol("plano_kit.types", "Json"), Symbol("sqlalchemy", "Json"), Symbol(".types", "Json")]
    assert [imports.use(each) for each in wanted] == ["_Json", "__Json", "___Json"]
    assert imports.block() == (
        "from sqlalchemy import Json as __Json\n\n"
        "from plano_kit.types import Json as _Json\n\n"
        "from .types import Json as ___Json"
    )


def test_outside_of_a_package_its_own_symbols_stand_with_the_kit() -> None:
    imports = Imports((), {"Part"}, "shop_orders")
    wanted = [Symbol("shop_orders", "Part"), Symbol("plano_kit", "Problem"), Symbol("shop_orders.service", "SERVICE"),
              Symbol("uuid", "UUID"), Symbol("vendor", "Part")]  # fmt: skip
    assert [imports.use(each) for each in wanted] == ["Part", "Problem", "SERVICE", "UUID", "_Part"]
    assert imports.block() == (
        "from uuid import UUID\n\n"
        "from vendor import Part as _Part\n\n"
        "from plano_kit import Problem\nfrom shop_orders import Part\nfrom shop_orders.service import SERVICE"
    )


def test_statements_stand_by_section_and_the_nearest_module_last() -> None:
    found = imported({".types": ["Part"], "uuid": ["UUID"], "..tables": ["Base"], "plano_kit.types": ["Text", "Int"],
                      "pydantic": ["Field"], ".events": []})  # fmt: skip
    assert found == (
        "from uuid import UUID\n\nfrom pydantic import Field\n\nfrom plano_kit.types import Int, Text\n\n"
        "from ..tables import Base\nfrom .types import Part"
    )
