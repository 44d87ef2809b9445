"""Whether a service can become the user's, and how far an earlier run came."""

from __future__ import annotations

import codecs
import datetime
from dataclasses import dataclass
from pathlib import Path

from plano.diagnostics.model import Diagnostic
from plano.leaving.readiness import unready
from plano.leaving.service import ServicePlan, plan_service
from plano.leaving.steps import begun
from plano.output.compare import Change, State, compare
from plano.output.findings import obstacles
from plano.output.tree import Tree
from plano.output.write import refused
from plano.pipeline import Built, build, check_text
from plano.platform.model import Service


@dataclass(frozen=True, slots=True)
class Handover:
    """A plan and the tree after it; or the findings for which nothing is done."""

    plan: ServicePlan | None
    after: Tree | None
    findings: tuple[Diagnostic, ...] = ()


def handover(service: Service, built: Built, root: Path) -> Handover:
    """What ejecting `service` takes, on a disk that holds `built`.

    What was edited by hand in the service goes with it. Edits elsewhere are in the way: the rest is derived anew.
    """
    assert built.tree is not None
    if service.ejected:
        plan = ServicePlan(service, (), (root / "blueprint.yaml").read_bytes(), (), ())
        return _judged(plan, built.tree, root)
    stale = unready(built.tree, compare(built.tree, root))
    if stale and not begun(root):
        return Handover(None, None, stale)
    plan = plan_service(service, built.tree, root)
    text = plan.blueprint.removeprefix(codecs.BOM_UTF8).decode()
    then = build(check_text(text, datetime.datetime.now(datetime.UTC).date(), root))
    if then.tree is None:
        return Handover(None, None, then.diagnostics)
    return _judged(plan, then.tree, root)


def _judged(plan: ServicePlan, after: Tree, root: Path) -> Handover:
    comparison = compare(after, root)
    folder = f"generated/services/{plan.service.name}/"
    blocked = [change for change in refused(comparison) if not _moved(change, folder)]
    if blocked:
        return Handover(None, None, tuple(obstacles(after, blocked)))
    return Handover(plan, after)


def _moved(change: Change, folder: str) -> bool:
    """An edited file of the service, which stands in its new place before it goes from the old one."""
    return change.state is State.EDITED_ORPHAN and change.path.startswith(folder)
