"""What `plano explain` shows: one Markdown file for each code, and how it is read.

No page is made by code, and nothing here judges a blueprint.
"""

from __future__ import annotations

from importlib import resources

from plano.pages.page import Page, PageError, fragment, parse

__all__ = ["Page", "PageError", "codes", "fragment", "page", "parse"]

_ENDING = ".md"


def codes() -> tuple[str, ...]:
    """Every code of Plano's own, each with a page, sorted."""
    names = (file.name for file in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)))


def page(code: str) -> Page | None:
    """The page of a code, of Plano's own or a plug-in's; None where it has none. PageError for one of another form."""
    if code in codes():
        text = resources.files(__name__).joinpath(code + _ENDING).read_text(encoding="utf-8")
    else:
        from plano.plugins.judging import plugged_pages

        found = plugged_pages().get(code)
        if found is None:
            return None
        text = found
    shown = parse(text)
    if shown.code != code:
        raise PageError(f"{code}{_ENDING} is the page of {shown.code}")
    return shown
