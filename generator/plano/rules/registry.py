"""The rules, one line each, and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.platform.model import Platform
from plano.rules import (
    argumenttwice,
    bodynotallowed,
    callscycle,
    calltonothing,
    consumersexceedpartitions,
    databaseplace,
    endpointclash,
    externalwithouturl,
    indexnotplain,
    issueraccount,
    keynotafield,
    listedtwice,
    minabovemax,
    namecollision,
    nametoolong,
    needsaroute,
    ownerfield,
    refoutsideentity,
    reservedfieldname,
    reservedname,
    retentionwithcompact,
    routesshadow,
    routetonothing,
    sensitiveintopic,
    systemmissing,
    topicunused,
    twoissuers,
    typescycle,
    unknowndatabase,
    unknownentity,
    unknownfield,
    unknownhost,
    unknownrole,
    unknownservice,
    unknownsetting,
    unknowntopic,
    unknowntype,
    withoutdatabase,
    withoutissuer,
)

BlueprintRule = Callable[[Blueprint, Places], Iterable[Diagnostic]]
PlatformRule = Callable[[Platform, Places], Iterable[Diagnostic]]

BLUEPRINT_RULES: tuple[BlueprintRule, ...] = (
    unknowntopic.check,
    unknownservice.check,
    unknowntype.check,
    unknownentity.check,
    unknownfield.check,
    unknownhost.check,
    unknowndatabase.check,
    unknownrole.check,
    unknownsetting.check,
    keynotafield.check,
    topicunused.check,
    consumersexceedpartitions.check,
    retentionwithcompact.check,
    sensitiveintopic.check,
    callscycle.check,
    calltonothing.check,
    withoutissuer.check,
    twoissuers.check,
    issueraccount.check,
    ownerfield.check,
    reservedname.check,
    reservedfieldname.check,
    withoutdatabase.check,
    databaseplace.check,
    systemmissing.check,
    refoutsideentity.check,
    typescycle.check,
    indexnotplain.check,
    listedtwice.check,
    minabovemax.check,
    externalwithouturl.check,
    bodynotallowed.check,
    argumenttwice.check,
)
"""What a blueprint as written can be judged by."""

PLATFORM_RULES: tuple[PlatformRule, ...] = (
    namecollision.check,
    nametoolong.check,
    endpointclash.check,
    routetonothing.check,
    routesshadow.check,
    needsaroute.check,
)
"""What needs derived names and endpoints; run only on a platform whose blueprint had no error."""


def check_blueprint(blueprint: Blueprint, places: Places) -> tuple[Diagnostic, ...]:
    """All findings of the rules on a blueprint, in the order of their places; `accept` is applied."""
    found = [diagnostic for rule in BLUEPRINT_RULES for diagnostic in rule(blueprint, places)]
    accepted = {(accept.code, accept.subject) for accept in blueprint.accept}
    return _sorted(each for each in found if each.severity == "error" or (each.code, each.subject) not in accepted)


def check_platform(platform: Platform, places: Places) -> tuple[Diagnostic, ...]:
    """All findings of the rules on a resolved platform, in the order of their places."""
    return _sorted(diagnostic for rule in PLATFORM_RULES for diagnostic in rule(platform, places))


def _sorted(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=lambda each: (each.span is not None, each.span, each.code)))
