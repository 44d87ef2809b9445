"""Nothing leans on a name of the reference: neither what is emitted for a platform of other names, nor Plano itself."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

from plano.platform.model import Platform
from tests.traits.names import names, pattern
from tests.traits.platforms import RENAMED, ROOT, Emitted, built, emitted
from tests.traits.sources import words_of

Found = tuple[str, str]
"""A file and a name in it."""

WORDS: dict[str, tuple[str, ...]] = {
    "generated/kit/*": (
        "Item", "Line", "body", "cancel", "cancelled", "catalog", "description", "email", "items", "lines", "mail",
        "main", "name", "note", "order", "orders", "reason", "settle", "status", "subject", "total", "user",
    ),
    "generated/services/*": (
        "body", "description", "email", "items", "main", "name", "order", "reason", "status", "user", "web",
    ),
    "services/*": ("name", "status"),
    "generated/contracts/*": ("body", "description", "email", "items", "name", "order", "status", "subject"),
    "generated/chart/*": ("body", "description", "items", "name", "quantity", "user"),
    "generated/values/*": ("user",),
    "generated/kubernetes/*": ("items", "name", "reason", "user", "users"),
    "generated/argocd/*": ("description", "name", "notifications", "status"),
    "generated/jenkins/*": ("main", "name", "status"),
    "generated/catalogue/*": ("catalog", "description", "email", "name", "order", "production", "users"),
}  # fmt: skip
"""Files → words of English, of Python and of file formats that the reference uses as names too.

The kit is the same bytes for every platform, and so cannot hold what one of them is called.
"""

EXAMPLES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("generator/plano/*", ("main", "mail", "settle"), "the function that a program begins in; e-mail; the verb"),
    ("generator/plano/crosschecks/*", ("users",), "KafkaUsers, and whoever uses a secret"),
    ("generator/plano/emitters/argocd/*", ("notifications",), "a part of Argo CD's chart"),
    ("generator/plano/emitters/catalogue/*", ("catalog", "production"), "Backstage's file, and its word for what runs"),
    ("generator/plano/emitters/kafka/*", ("users", "User"), "Kafka's users"),
    ("generator/plano/language/fieldtypetable.py", ("web", "Order"), "a web address; the example of a reference"),
    ("generator/plano/language/models/*", ("orders", "orders.placed", "Order"), "examples that messages show"),
    ("generator/plano/cli/*", ("orders", "orders.placed", "Order", "db-1"), "examples in the help of commands"),
    ("generator/plano/renaming/targets.py", ("orders", "orders.placed", "Order"), "examples that messages show"),
    ("generator/plano/scaffold/*", ("staging",), "a folder where files are made ready"),
    ("templates/catalogue/README.md.jinja", ("users",), "people"),
    ("templates/fastapi/Dockerfile.jinja", ("web",), "an alias of urllib.request"),
    ("templates/jenkins/scripts/release.sh", ("main",), "the function that the script begins in"),
    ("templates/kit/*", ("main", "mail", "settle"), "the function that a program begins in; e-mail; the verb"),
    ("templates/kit/plano_kit/database/engine.py", ("catalog",), "PostgreSQL's schema pg_catalog"),
    ("templates/kit/plano_kit/http/resource.py", ("orders",), "the plural of an order of rows"),
)
"""Files → names of the reference that stand in them for something else, with what that is."""

ELSEWHERE = ("templates/platform/*",)
"""The beginning of a user's own repository, which is a blueprint with names of its own, and the language's schema."""


@cache
def reference() -> Platform:
    return built((ROOT / "blueprint.yaml").read_text("utf-8")).platform


def in_the_tree(of: Emitted) -> set[Found]:
    """Every file of a tree in which a name of the reference stands, in its path or in its text."""
    wanted = pattern(names(reference()))
    return {(path, name) for path, text in of.texts("", "").items() for name in wanted.findall(f"{path}\n{text}")}


def in_plano(root: Path) -> Iterator[tuple[str, int, str]]:
    """File, line and name of each name of a thing of the reference in Plano's code and templates."""
    platform = reference()
    things = {platform.name, *(each.name for service in platform.services for each in service.entities)}
    for listed in (platform.environments, platform.hosts, platform.databases, platform.topics, platform.services):
        things |= {each.name for each in listed}
    things |= {each.handler for service in platform.services for each in service.consumes}
    wanted = pattern(things)
    for path in sorted((*root.glob("generator/**/*.py"), *root.glob("templates/**/*"))):
        place = path.relative_to(root).as_posix()
        if (
            path.is_file()
            and "__pycache__" not in path.parts
            and not any(fnmatchcase(place, each) for each in ELSEWHERE)
        ):
            yield from ((place, line, name) for line, text in words_of(path) for name in wanted.findall(text))


def reviewed(found: Found, rows: dict[str, tuple[str, ...]]) -> bool:
    return any(fnmatchcase(found[0], files) and found[1] in words for files, words in rows.items())


def idle(found: set[Found], files: str, words: tuple[str, ...]) -> list[str]:
    """The words of a reviewed row that are found nowhere."""
    return [word for word in words if not any(name == word and fnmatchcase(path, files) for path, name in found)]


def test_no_name_of_the_reference_is_in_what_is_emitted_for_a_platform_of_other_names() -> None:
    found = in_the_tree(emitted(RENAMED))
    assert sorted(each for each in found if not reviewed(each, WORDS)) == []
    assert {files: idle(found, files, words) for files, words in WORDS.items() if idle(found, files, words)} == {}


@pytest.mark.parametrize(
    ("path", "planted", "name"),
    [
        ("generated/values/fgntvat/beqref.yaml", "kafka-user-orders", "orders"),
        ("generated/contracts/topics.json", '"orders.placed"', "orders.placed"),
        ("generated/jenkins/Jenkinsfile", "// tienda", "tienda"),
        ("generated/services/beqref/Dockerfile", "COPY tienda_orders", "tienda"),
        ("generated/kit/plano_kit/app.py", "price_items", "price_items"),
    ],
)
def test_a_name_of_the_reference_is_found(path: str, planted: str, name: str) -> None:
    good = emitted(RENAMED)
    assert path in good.files
    spoiled = Emitted(good.platform, {**good.files, path: good.files[path] + f"\n{planted}\n".encode()}, ())
    assert (path, name) in {each for each in in_the_tree(spoiled) if not reviewed(each, WORDS)}


def test_a_path_with_a_name_of_the_reference_is_found() -> None:
    good = emitted(RENAMED)
    spoiled = Emitted(good.platform, {**good.files, "generated/values/staging/web.yaml": b""}, ())
    extra = in_the_tree(spoiled) - in_the_tree(good)
    assert extra == {("generated/values/staging/web.yaml", "staging"), ("generated/values/staging/web.yaml", "web")}


def test_plano_knows_no_service_topic_or_host_of_the_reference() -> None:
    found = list(in_plano(ROOT))
    rows = [(files, words) for files, words, _ in EXAMPLES]
    unknown = [each for each in found if not any(reviewed((each[0], each[2]), {files: words}) for files, words in rows)]
    assert unknown == []
    places = {(path, name) for path, _, name in found}
    assert {files: idle(places, files, words) for files, words in rows if idle(places, files, words)} == {}


def test_a_literal_list_in_code_or_in_a_template_is_found(tmp_path: Path) -> None:
    code, template = tmp_path / "generator/plano/known.py", tmp_path / "templates/chart/known.yaml.jinja"
    for path in (code, template):
        path.parent.mkdir(parents=True)
    code.write_text('"""Of orders."""\n\nKNOWN = ("users", "payments")\n', "utf-8")
    template.write_text("# {{ view.name }}\nhosts: [db-1, worker-2]\ntopics: [orders.placed]\n", "utf-8")
    assert list(in_plano(tmp_path)) == [
        ("generator/plano/known.py", 3, "users"),
        ("generator/plano/known.py", 3, "payments"),
        ("templates/chart/known.yaml.jinja", 2, "db-1"),
        ("templates/chart/known.yaml.jinja", 2, "worker-2"),
        ("templates/chart/known.yaml.jinja", 3, "orders.placed"),
    ]
