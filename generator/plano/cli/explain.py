"""`plano explain`: what a code means, why it is there, and how to mend it."""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plano.pages import Page

_WIDTH = 80


@click.command()
@click.argument("code", required=False, metavar="CODE | PATH[:LINE]")
@click.option("--list", "listing", is_flag=True, help="all codes, each with its severity and one sentence")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="for a person or a program")
@click.pass_obj
def command(root: Path, code: str | None, listing: bool, form: str) -> int:
    """Explain CODE, the word in brackets of a finding: why it is there, a wrong example and a right one.

    Of a derived file, PATH or PATH:LINE, tell who makes it and which keys of the blueprint decide what is in it;
    of blueprint.yaml:LINE, which files that line decides. Both are found by trying: of a file, each key is changed in
    turn, which takes some seconds on a platform of many services, most for a file that shows all of them.
    """
    from plano.cli.findings import colored
    from plano.cli.origins import explain_place, is_place
    from plano.pages import codes, page
    from plano.plugins.judging import plugged_pages

    if listing == (code is not None):
        wrong = "'--list' takes no code" if listing else "say which code"
        raise click.UsageError(f"{wrong}: 'plano explain CODE' explains one, 'plano explain --list' names all")
    if code is None:
        pages = [found for each in (*codes(), *plugged_pages()) if (found := page(each)) is not None]
        click.echo(_listed_json(pages) if form == "json" else _listed(pages))
        return 0
    if is_place(code):
        return explain_place(root, code)
    found = page(code)
    if found is None:
        raise _unknown(code, (*codes(), *plugged_pages()))
    click.echo(_page_json(found) if form == "json" else _page(found, colored(sys.stdout)))
    return 0


def _unknown(code: str, known: tuple[str, ...]) -> click.UsageError:
    from plano.language.nearest import nearest

    near = nearest(code, known)
    hint = f"did you mean '{near}'?" if near else "'plano explain --list' names them all"
    return click.UsageError(f"there is no code '{code}': {hint}")


def _page(page: Page, color: bool) -> str:
    """A page for a terminal: headings bold or underlined, code indented, text as wide as is read easily."""
    sections = (("Why", page.why), ("Wrong", page.wrong), ("Right", page.right), ("Accepting it", page.accepting))
    blocks = [_heading(f"{page.code} ({page.severity})", "=", color) + "\n" + _prose(page.summary)]
    blocks += [_heading(name, "-", color) + "\n" + _section(body) for name, body in sections]
    return "\n\n".join(blocks)


def _heading(text: str, line: str, color: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if color else f"{text}\n{line * len(text)}"


def _section(markdown: str) -> str:
    """Paragraphs and fenced code, in their order."""
    parts = re.split(r"^```\w*\n(.*?)^```$", markdown, flags=re.M | re.S)
    shown = [
        textwrap.indent(part.rstrip("\n"), "    ") if number % 2 else _prose(part) for number, part in enumerate(parts)
    ]
    return "\n\n".join(part for part in shown if part)


def _prose(markdown: str) -> str:
    paragraphs = re.split(r"\n\s*\n", _plain(markdown).strip())
    return "\n\n".join(
        textwrap.fill(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False) for paragraph in paragraphs
    )


def _plain(markdown: str) -> str:
    """Words as findings write them: code between single quotes."""
    return re.sub(r"`([^`]+)`", r"'\1'", markdown)


def _listed(pages: list[Page]) -> str:
    """One line for each page. A terminal gets lines that fit it, a pipe whole ones."""
    width = max((len(page.code) for page in pages), default=0)
    lines = [f"{page.code:<{width}}  {page.severity:<7}  {_plain(page.summary)}" for page in pages]
    if not sys.stdout.isatty():
        return "\n".join(lines)
    room = max(_WIDTH, shutil.get_terminal_size((_WIDTH, 24)).columns)
    return "\n".join(line if len(line) <= room else line[: room - 1] + "…" for line in lines)


def _page_json(page: Page) -> str:
    whole = {"code": page.code, "severity": page.severity, "summary": page.summary, "why": page.why,
             "wrong": page.wrong, "right": page.right, "accepting": page.accepting}  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _listed_json(pages: list[Page]) -> str:
    short = [{"code": page.code, "severity": page.severity, "summary": page.summary} for page in pages]
    return json.dumps(short, ensure_ascii=False, indent=2)
