"""The file that holds the blueprint, as an edit takes it and gives it back."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from plano.diagnostics.model import Diagnostic
from plano.editing.sheet import Sheet
from plano.language.load import LARGEST, load_file
from plano.output.write import replace
from plano.pipeline import BLUEPRINT


class UnreadableError(Exception):
    """A blueprint that cannot be edited: there is none, or its text is not YAML as the language has it."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("the blueprint cannot be edited")
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class BlueprintFile:
    """A blueprint's file: its text, and the byte order mark before it if it has one."""

    path: Path
    mark: bytes
    sheet: Sheet

    @staticmethod
    def read(root: Path) -> BlueprintFile:
        """The blueprint in the folder `root`. UnreadableError with the findings, where no entry can be found in it.

        What the rules find wrong does not matter here: an edit may be what mends it.
        """
        path = root / BLUEPRINT
        found = load_file(path, BLUEPRINT)
        try:
            raw = path.read_bytes()
            text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except (OSError, UnicodeDecodeError):
            raise UnreadableError(found.diagnostics) from None
        if len(raw) > LARGEST:
            raise UnreadableError(found.diagnostics)
        sheet = Sheet.of(text)
        document = sheet.document
        if not document.complete or document.broken or not isinstance(document.value, dict):
            raise UnreadableError(document.diagnostics or found.diagnostics)
        return BlueprintFile(path, codecs.BOM_UTF8 if raw != text.encode() else b"", sheet)

    def write(self, text: str) -> None:
        """Put another text into the file, whole or not at all. OutputError where the system does not let it."""
        replace(self.path, self.mark + text.encode())
