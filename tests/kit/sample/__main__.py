"""The sample as a process of its own: `python -m tests.kit.sample api`."""

from plano_kit.entrypoints import run
from tests.kit.sample.depot import DEPOT

raise SystemExit(run(DEPOT))
