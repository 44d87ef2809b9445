"""The one entrypoint: `api`, `consumer`, `relay`, `all`, `job NAME`, `migrate`, `seed`."""

from plano_kit.entrypoints import run

from .service import SERVICE

raise SystemExit(run(SERVICE))
