"""What a person is told of a release: what changed, what to do next, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from plano.change.history import Repository
from plano.delivery.content import CHART, carries, folders
from plano.delivery.release import SHORT, Release, path_of, values_of
from plano.delivery.standing import Standing
from plano.platform.model import Environment, Service

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def change(
    service: Service, environment: Environment, old: Release | None, new: Release, repository: Repository
) -> str:
    """One line: which service, where, from which commit to which, and how far that is."""
    row = f"{service.name:<16}{environment.name:<16}"
    if old is None:
        return f"{row}{new.commit[:SHORT]}, its first release"
    if old.commit == new.commit:
        return f"{row}{new.commit[:SHORT]}, another image"
    shown = f"{row}{old.commit[:SHORT]} → {new.commit[:SHORT]}"
    if not (repository.knows(old.commit) and repository.knows(new.commit)):
        return shown
    there, back = (
        repository.count(
            since,
            until,
            folders(service, environment.name),
            lambda path: carries(path, service, environment.name),
        )
        for since, until in ((old.commit, new.commit), (new.commit, old.commit))
    )
    if back:
        return f"{shown}, which takes {_commits(back)} back" + (f" and brings {there}" if there else "")
    return f"{shown}, {_commits(there)}"


def next_step(service: Service, environment: Environment) -> str:
    """What to do once the file is written."""
    path = path_of(environment.name, service.name)
    return f"Next: commit {path}. Argo CD rolls it out; a revert of that commit rolls it back."


def doubts(service: Service, environment: Environment, release: Release, repository: Repository) -> Iterator[str]:
    """Why the release may not come up: a warning for each reason."""
    commit = release.commit
    if not repository.knows(commit):
        yield f"commit {commit[:SHORT]} is not in this clone, so that nothing was checked at it: git fetch"
        return
    for path in (CHART, values_of(environment.name, service.name)):
        if not repository.holds(commit, path):
            yield f"commit {commit[:SHORT]} has no {path}: Argo CD cannot render '{service.name}' there"
    if repository.published(commit) is False:
        yield f"commit {commit[:SHORT]} is on no branch of a remote: push it, or Argo CD cannot fetch it"


def distance(standing: Standing) -> str:
    """How far a release is from what it is compared with."""
    if standing.release is None:
        return "not released"
    if standing.behind is None or standing.ahead is None:
        return "unknown here: git fetch"
    if not standing.behind and not standing.ahead:
        return f"same as {standing.against}"
    if not standing.ahead:
        return f"{standing.behind} behind {standing.against}"
    if not standing.behind:
        return f"{standing.ahead} ahead of {standing.against}"
    return f"{standing.behind} behind, {standing.ahead} ahead of {standing.against}"


def age(since: int | None, now: int) -> str:
    """How long ago, in the largest unit that fits; both are seconds since 1970."""
    if since is None:
        return "not committed"
    for seconds, unit in _UNITS:
        if now - since >= seconds:
            return f"{(now - since) // seconds} {unit}"
    return "now"


def _commits(count: int) -> str:
    return "1 commit" if count == 1 else f"{count} commits"
