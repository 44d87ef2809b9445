"""The library as a process of its own: `python -m tests.kit.http api`."""

import os
from pathlib import Path

from plano_kit.entrypoints import run
from tests.kit.http.library import library

raise SystemExit(run(library(Path(os.environ["LIBRARY_OPENAPI"]))))
