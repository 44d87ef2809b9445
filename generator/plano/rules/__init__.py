"""Rules: one file each, with a stable code and one pure function from a blueprint or a platform to findings.

Nothing here knows a template, a file or a disk.
"""

from __future__ import annotations

from plano.rules.accepting import accepting
from plano.rules.notemitted import not_emitted
from plano.rules.registry import check_blueprint, check_platform

__all__ = ["accepting", "check_blueprint", "check_platform", "not_emitted"]
