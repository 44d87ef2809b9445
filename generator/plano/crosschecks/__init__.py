"""What the emitted files say of each other and of the platform: references that no other tool follows.

One file a check, each a pure function over the emitted data. A finding is a bug of an emitter or of an override,
never of a blueprint. Nothing here calls an emitter, else it would agree with the mistake that it looks for.
"""

from __future__ import annotations

from plano.crosschecks.registry import crosschecks

__all__ = ["crosschecks"]
