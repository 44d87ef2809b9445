"""Which step of the blueprint's order a promotion is, and what is refused."""

from __future__ import annotations

import pytest

from plano.delivery.promotion import Refused, UnknownName, environment_of, promoted, service_of, step
from plano.delivery.release import Release
from tests.delivery.argocd.judges import DEPOTS, platform_of

PLATFORM = platform_of(DEPOTS)
TWO = platform_of(DEPOTS.replace("rehearsal: {}, ", ""))
ONE = platform_of(DEPOTS.replace("{trial: {}, rehearsal: {}, live: {}}", "{live: {}}"))
ORDER = "trial → rehearsal → live"


@pytest.mark.parametrize(
    ("source", "target", "meant"),
    [
        ("trial", None, ("trial", "rehearsal")),
        (None, "live", ("rehearsal", "live")),
        ("rehearsal", None, ("rehearsal", "live")),
        ("trial", "live", ("trial", "live")),
    ],
)
def test_a_promotion_goes_to_the_next_environment(
    source: str | None, target: str | None, meant: tuple[str, str]
) -> None:
    first, last = step(PLATFORM, source, target)
    assert (first.name, last.name) == meant


def test_with_two_environments_nothing_has_to_be_said() -> None:
    first, last = step(TWO, None, None)
    assert (first.name, last.name) == ("trial", "live")


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        (None, None, f"which step of {ORDER}? Say --from or --to"),
        ("live", None, f"'live' is the last of {ORDER}, so that there is none to promote to"),
        (None, "trial", f"'trial' is the first of {ORDER}: a build is released there with 'plano release'"),
        ("live", "trial", f"a promotion goes forward, {ORDER}; to go back, revert the commit of the release"),
        ("live", "live", f"a promotion goes forward, {ORDER}; to go back, revert the commit of the release"),
    ],
)
def test_a_step_that_is_none_is_refused(source: str | None, target: str | None, said: str) -> None:
    with pytest.raises(Refused) as refused:
        step(PLATFORM, source, target)
    assert str(refused.value) == said


def test_one_environment_has_nothing_to_promote_to() -> None:
    with pytest.raises(Refused, match="'live' is the only environment"):
        step(ONE, None, None)


def test_an_unknown_name_is_told_with_the_near_one() -> None:
    with pytest.raises(UnknownName, match=r"no service 'parcel': did you mean 'parcels'\?"):
        service_of(PLATFORM, "parcel")
    with pytest.raises(UnknownName, match=r"no environment 'lvie': did you mean 'live'\?"):
        environment_of(PLATFORM, "lvie")
    with pytest.raises(UnknownName, match="there are trial, rehearsal, live"):
        step(PLATFORM, "zzz", None)


def test_what_runs_elsewhere_is_never_released() -> None:
    with pytest.raises(UnknownName, match="service 'carrier' is external"):
        service_of(PLATFORM, "carrier")
    assert service_of(PLATFORM, "labels").kind == "container"


def test_nothing_is_promoted_where_nothing_is_or_all_is_there() -> None:
    release = Release("a" * 40, "sha256:" + "b" * 64)
    assert promoted("parcels", "trial", "live", release, None) == release
    with pytest.raises(Refused, match="'parcels' has no release in trial"):
        promoted("parcels", "trial", "live", None, release)
    with pytest.raises(Refused, match="'parcels' is in live what it is in trial"):
        promoted("parcels", "trial", "live", release, release)
