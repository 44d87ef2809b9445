"""A library with one word left open in each place where a word can be misspelt, and what becomes of it."""

from __future__ import annotations

import re

from plano.diagnostics.fixes import apply_fixes
from plano.pipeline import check_text

LIBRARY = """\
blueprint: 1
platform:
  name: library
  domain: library.example
  registry: registry.example/library
  repository: https://git.example/library.git
environments: {production: {}}
hosts: {db-1: {address: 10.0.0.5, roles: [postgresql]}}
networks: {lan: [10.0.0.0/24]}
systems: {kubernetes: {existing: true}, kafka: {}}
databases: {main: {host: «host:db-1»}}
types: {Point: {x: int}, Isbn: {text: string(13)}}
topics: {loans.made: {key: loan_id, partitions: 3, fields: {loan_id: uuid}}}
services:
  people:
    kind: fastapi
    database: main
    issuer: true
    roles: [keeper]
    entities: {Person: {fields: {email: email}, unique: [[email]], owner: id}}
  loans:
    kind: «kind:fastapi»
    database: main
    entities:
      Loan: {fields: {title: «type:string(80)», reader_id: {type: uuid, readonly: true}}, owner: «owner:reader_id»}
    expose: {Loan: {list: «access:owner», create: «role:role(keeper)»}}
    operations: {renew: {method: «method:POST», path: /renewals, request: {text: text}}}
    publishes: [«topic:loans.made»]
    schedule: {remind: {cron: "0 2 * * *", zone: «zone:Europe/Madrid», handler: remind}}
  pages: {kind: vue, calls: [«service:loans»]}
routes: {/: {service: pages}, /api/loans: {«key:service»: loans}, /api/auth: {service: people}}
"""
"""Every place is `«its name:the word that is right there»`."""
PLACES = dict(re.findall("«([a-z]+):([^»]+)»", LIBRARY))


def with_word(place: str, word: str, text: str = LIBRARY) -> str:
    """The library with another word in one place."""
    return re.sub("«([a-z]+):([^»]+)»", lambda found: word if found[1] == place else found[2], text)


def written_by_fix(place: str, word: str) -> str:
    """What stands in a place after the safe fixes of what is found where `word` was written."""
    text = with_word(place, word)
    after = apply_fixes(text, "blueprint.yaml", check_text(text).diagnostics).text
    before, behind = re.sub(f"«{place}:[^»]+»", "\0", LIBRARY).split("\0")
    before, behind = with_word("", "", before), with_word("", "", behind)
    assert after.startswith(before), "only the word may be another"
    assert after.endswith(behind), "only the word may be another"
    return after.removeprefix(before).removesuffix(behind)


def help_for(place: str, word: str) -> str:
    """The help of the one error that a word gives."""
    found = [each for each in check_text(with_word(place, word)).diagnostics if each.severity == "error"]
    assert len(found) == 1, found
    return found[0].help
