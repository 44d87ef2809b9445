"""What ends the making of a repository."""

from __future__ import annotations

from plano.diagnostics.model import Diagnostic


class ScaffoldError(Exception):
    """Why no repository was made, in a sentence with its next step. `answer` where an answer or option is at fault."""

    def __init__(self, said: str, *, answer: bool = False) -> None:
        super().__init__(said)
        self.answer = answer


class BlueprintError(ScaffoldError):
    """The answers give a blueprint that does not check; `diagnostics` say why."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("these answers give a blueprint with errors: give others", answer=True)
        self.diagnostics = diagnostics


class CollisionError(ScaffoldError):
    """Files that are there already and differ from what would be written; `paths` are below the repository's root."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(f"{len(paths)} in the way")
        self.paths = paths
