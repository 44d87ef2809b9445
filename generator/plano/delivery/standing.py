"""How far each environment is behind: a service's releases, compared with the first environment's and with HEAD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plano.change.history import Repository
from plano.delivery.content import carries, folders
from plano.delivery.release import Release, path_of, released
from plano.platform.model import Environment, Platform, Service

HEAD = "HEAD"


@dataclass(frozen=True, slots=True)
class Standing:
    """A service in an environment.

    `against` is HEAD for the first environment, else the first one's name. `behind` and `ahead` count the commits
    that change what is released; both are None where the commit is not in this clone. `since` is when the release
    was committed, in seconds since 1970, None where it is not.
    """

    service: str
    environment: str
    release: Release | None
    against: str
    behind: int | None = None
    ahead: int | None = None
    since: int | None = None


def standings(
    platform: Platform, releases: Mapping[tuple[str, str], Release], repository: Repository
) -> Iterator[Standing]:
    """One for each service and environment, in the blueprint's order. HistoryError where Git cannot answer."""
    first = platform.environments[0]
    for service in released(platform):
        start = releases.get((first.name, service.name))
        for environment in platform.environments:
            release = releases.get((environment.name, service.name))
            compared = start is not None and environment != first and repository.knows(start.commit)
            yield _standing(
                service,
                environment,
                release,
                (first.name, start.commit) if compared and start is not None else (HEAD, HEAD),
                repository,
            )


def _standing(
    service: Service,
    environment: Environment,
    release: Release | None,
    against: tuple[str, str],
    repository: Repository,
) -> Standing:
    name, commit = against
    if release is None:
        return Standing(service.name, environment.name, None, name)
    since = repository.committed_at(path_of(environment.name, service.name))
    if not repository.knows(release.commit):
        return Standing(service.name, environment.name, release, name, since=since)

    def count(old: str, new: str) -> int:
        return repository.count(
            old,
            new,
            folders(service, environment.name),
            lambda path: carries(path, service, environment.name),
        )

    behind, ahead = count(release.commit, commit), count(commit, release.commit)
    return Standing(service.name, environment.name, release, name, behind, ahead, since)
