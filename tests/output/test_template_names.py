"""Which names a template knows beside its view: those of Jinja2, in it and in what it takes from others."""

from __future__ import annotations

import jinja2
import pytest

from plano.emitters.base import FileSpec, Subject, Template
from plano.emitters.literals import Code
from plano.emitters.render import render
from plano.overriding.model import Override, Overrides

SUBJECT = Subject("service", "a", "generated/services/a")


def rendered(text: str, view: str = "", name: str = "a.py.jinja", **others: str) -> str:
    """What a template of this text gives; `others` are templates beside it."""
    beside = (Override(f"test/{each}.py.jinja", content.encode()) for each, content in others.items())
    overrides = Overrides((Override(f"test/{name}", text.encode()), *beside))
    return render(FileSpec("test", SUBJECT, "x", Template(f"test/{name}"), Code(view)), overrides).decode()


def test_a_template_and_its_macros_have_the_names_of_jinja() -> None:
    numbers = "{% for each in range(3) %}{{ each }}{% endfor %}"
    assert rendered(numbers) == "012"
    macro = f"{{% macro numbers() %}}{numbers}{{% endmacro %}}"
    assert rendered("{% from 'test/macros.py.jinja' import numbers %}{{ numbers() }}", macros=macro) == "012"


def test_what_one_rendering_sets_no_other_sees() -> None:
    text = "{% if view %}{% set seen = view %}{% endif %}{{ seen }}"
    assert rendered(text, "here") == "here"
    with pytest.raises(jinja2.UndefinedError):
        rendered(text)


def test_a_macro_does_not_see_the_view_of_who_calls_it() -> None:
    with pytest.raises(jinja2.UndefinedError):
        rendered("{% from 'test/macros.py.jinja' import shown %}{{ shown() }}", "here",
                 macros="{% macro shown() %}{{ view.name }}{% endmacro %}")  # fmt: skip


def test_plain_text_stays_on_one_line_even_where_a_template_wrote_it() -> None:
    assert rendered("{{ view }}", "a b", name=".dockerignore.jinja") == "a b"
    with pytest.raises(ValueError, match="this format cannot hold a line end"):
        rendered("{{ view }}", "a\nb", name=".dockerignore.jinja")
