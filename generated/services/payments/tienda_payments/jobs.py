"""What schedules run, each by `job NAME`."""

from plano_kit.service import Job

from .binding import handlers
from .context import Context

JOBS: tuple[Job[Context], ...] = (Job("reconcile", handlers.reconcile),)
