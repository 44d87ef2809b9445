"""Systems with their options, as the graph keeps them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from plano.platform.model import System


def systems(options: Mapping[str, Mapping[str, object]]) -> tuple[System, ...]:
    """Name → options as JSON has them: each value as canonical JSON, all sorted by name."""
    return tuple(
        System(name, tuple(sorted((key, _canonical(value)) for key, value in options[name].items())))
        for name in sorted(options)
    )


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
