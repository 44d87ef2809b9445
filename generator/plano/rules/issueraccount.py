"""issuer-account and roles-without-issuer: whom the issuer knows."""

from __future__ import annotations

from collections.abc import Iterator

from plano.diagnostics.model import Diagnostic, Related
from plano.language.blueprint import Blueprint
from plano.language.fieldtypes import Scalar
from plano.language.places import Path, Places
from plano.rules.findings import error
from plano.rules.walk import issuers

CODE = "issuer-account"
ROLES = "roles-without-issuer"


def check(blueprint: Blueprint, places: Places) -> Iterator[Diagnostic]:
    """The issuer has one entity with `owner: id`, which has one `email` field that is unique alone.

    Of entities without a database another rule speaks, and of a second issuer too: it may be none.
    """
    first = next(iter(issuers(blueprint)), None)
    for name, service in blueprint.services.items():
        at: Path = ("services", name)
        if not service.issuer:
            if service.roles:
                yield error(
                    ROLES, f"service {name!r} has roles, and does not issue tokens", places.key((*at, "roles")), "",
                    "move them to the issuer, or add 'issuer: true'", subject=f"service {name}",
                )  # fmt: skip
            continue
        if name != first:
            continue
        issuer = places.key((*at, "issuer"))
        if service.database is None and not service.entities:
            yield error(CODE, f"the issuer {name!r} has no database to keep accounts in", issuer, "",
                        "add 'database: …'", subject=f"service {name}")  # fmt: skip
        accounts = [entity for entity, body in service.entities.items() if body.owner == "id"]
        if len(accounts) != 1:
            said = "no entity that is the account" if not accounts else "several entities that are the account"
            related = tuple(Related("an account", places.key((*at, "entities", entity))) for entity in accounts)
            yield error(CODE, f"the issuer {name!r} has {said}", issuer, "",
                        "give exactly one of its entities 'owner: id'", related, f"service {name}")  # fmt: skip
            continue
        account = service.entities[accounts[0]]
        emails = [field for field, declared in account.fields.items() if declared.type == Scalar("email")]
        span = places.key((*at, "entities", accounts[0]))
        if len(emails) != 1:
            count = "no field" if not emails else "several fields"
            yield error(CODE, f"the account {accounts[0]!r} has {count} of type email to log in with", span, "",
                        "give it exactly one", subject=f"service {name}")  # fmt: skip
        elif all(set(columns) != {emails[0]} for columns in account.unique):
            yield error(CODE, f"two accounts could have the same {emails[0]!r}", span, "",
                        f"add 'unique: [[{emails[0]}]]'", subject=f"service {name}")  # fmt: skip
        elif account.fields[emails[0]].readonly or account.fields[emails[0]].nullable:
            yield error(CODE, f"a person registers with {emails[0]!r}, so it is neither readonly nor null",
                        places.key((*at, "entities", accounts[0], "fields", emails[0])), "", "remove the flag",
                        subject=f"service {name}")  # fmt: skip
