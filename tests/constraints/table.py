"""The table of the language's constraints."""

from __future__ import annotations

from tests.constraints.derived import choices, ranges, shapes
from tests.constraints.derivedmaps import keys_of_kinds, required_keys, single_keys, unknown_keys, values_of_keys
from tests.constraints.derivedtexts import texts
from tests.constraints.endpoints import ENDPOINTS
from tests.constraints.fieldkeys import FIELD_KEYS
from tests.constraints.judge import Constraint
from tests.constraints.machines import MACHINES
from tests.constraints.messages import MESSAGES
from tests.constraints.platforms import PLATFORMS
from tests.constraints.references import REFERENCES
from tests.constraints.routes import ROUTES

STATED: tuple[Constraint, ...] = (
    *ranges(),
    *choices(),
    *shapes(),
    *texts(),
    *unknown_keys(),
    *required_keys(),
    *single_keys(),
    *values_of_keys(),
    *keys_of_kinds(),
)
"""What the models state, row by row derived from them."""

RULED: tuple[Constraint, ...] = (*REFERENCES, *MESSAGES, *ENDPOINTS, *MACHINES, *PLATFORMS, *ROUTES, *FIELD_KEYS)
"""What the rules say, written by hand, so that a rule that says something else is found out."""

TABLE: tuple[Constraint, ...] = (*STATED, *RULED)
