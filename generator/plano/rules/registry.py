"""The rules, one line each, and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plano.diagnostics.model import Diagnostic
from plano.language.blueprint import Blueprint
from plano.language.places import Places
from plano.platform.model import Platform
from plano.rules import (
    addresstwice,
    alertsthrough,
    argumenttwice,
    backuponoriginals,
    blockvolumereplicas,
    bodynotallowed,
    callscycle,
    calltonothing,
    consumersexceedpartitions,
    controlplaneseven,
    databaseplace,
    databaseunused,
    derivednameclash,
    endpointclash,
    externaluncalled,
    externalwithouturl,
    hostoutsidenetworks,
    indexnotplain,
    issueraccount,
    keynotafield,
    keywordname,
    kubernetesapimissing,
    listedtwice,
    longhornreplicasexceedhosts,
    minabovemax,
    namecollision,
    nametoolong,
    needsaroute,
    networksoverlap,
    openendpointchangesdata,
    overrideminabovemax,
    overrideofnothing,
    ownerfield,
    plugged,
    publicenvironmentunreachable,
    refoutsideentity,
    replicasexceedbrokers,
    requestsexceedhosts,
    reservedfieldname,
    reservedname,
    retentionwithcompact,
    rolewithoutuse,
    routesshadow,
    routetonothing,
    samebootstraptwice,
    scheduleneverruns,
    sensitiveintopic,
    sloonexternal,
    systemmissing,
    topicunused,
    twoissuers,
    typescycle,
    typeunused,
    unknowndatabase,
    unknownentity,
    unknownfield,
    unknownhost,
    unknownrole,
    unknownservice,
    unknownsetting,
    unknowntopic,
    unknowntype,
    volumepathsclash,
    volumesexceeddisks,
    vpnaddressoutside,
    withoutdatabase,
    withoutissuer,
    zonewithoutdomain,
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
    addresstwice.check,
    networksoverlap.check,
    hostoutsidenetworks.check,
    controlplaneseven.check,
    kubernetesapimissing.check,
    replicasexceedbrokers.check,
    longhornreplicasexceedhosts.check,
    sloonexternal.check,
    openendpointchangesdata.check,
    publicenvironmentunreachable.check,
    zonewithoutdomain.check,
    vpnaddressoutside.check,
    backuponoriginals.check,
    samebootstraptwice.check,
    alertsthrough.check,
    scheduleneverruns.check,
    overrideminabovemax.check,
    volumepathsclash.check,
    overrideofnothing.check,
    externaluncalled.check,
    keywordname.check,
    plugged.check,
)
"""What a blueprint as written can be judged by."""

PLATFORM_RULES: tuple[PlatformRule, ...] = (
    namecollision.check,
    nametoolong.check,
    derivednameclash.check,
    endpointclash.check,
    routetonothing.check,
    routesshadow.check,
    needsaroute.check,
    blockvolumereplicas.check,
    requestsexceedhosts.check,
    volumesexceeddisks.check,
    typeunused.check,
    databaseunused.check,
    rolewithoutuse.check,
    plugged.check_platform,
)
"""What needs derived names and endpoints; run only on a platform whose blueprint had no error."""


def check_blueprint(blueprint: Blueprint, places: Places) -> tuple[Diagnostic, ...]:
    """All findings of the rules on a blueprint, in the order of their places."""
    return _sorted(diagnostic for rule in BLUEPRINT_RULES for diagnostic in rule(blueprint, places))


def check_platform(platform: Platform, places: Places) -> tuple[Diagnostic, ...]:
    """All findings of the rules on a resolved platform, in the order of their places."""
    return _sorted(diagnostic for rule in PLATFORM_RULES for diagnostic in rule(platform, places))


def _sorted(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=lambda each: (each.span is not None, each.span, each.code)))
