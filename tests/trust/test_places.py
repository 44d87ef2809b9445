"""Where a file may stand: in one place, of one owner, on every system."""

from __future__ import annotations

import pytest

from plano.output.portable import unportable
from plano.output.tree import File, plant
from plano.pipeline import build, check_text
from tests.trust.platforms import FIRST, MAILER


def messages(*paths: str) -> list[str]:
    found = plant(File(f"generated/{path}", b"", "generated", f"emitter-{at}") for at, path in enumerate(paths))[1]
    assert {each.code for each in found} <= {"path-clash"}
    return [each.message for each in found]


def test_two_owners_of_one_file_are_both_named() -> None:
    (message,) = messages("a/x.py", "a/x.py")
    assert message == "generated/a/x.py would be made twice, by emitter-0 and by emitter-1"


@pytest.mark.parametrize(
    ("first", "second"),
    [("a/x.py", "A/x.py"), ("a/x.py", "A/y.py"), ("é/x", "e\u0301/y"), ("straße", "STRASSE"), ("b/c/x", "b/C/d/y")],
)
def test_files_and_folders_that_differ_only_in_case_or_accent_are_one_error(first: str, second: str) -> None:
    assert len(messages(first, second)) == 1
    assert len(messages(first, second, f"{second}-too")) == 1
    assert messages(first, "other/thing") == []


@pytest.mark.parametrize(
    "name",
    [
        "con", "CON", "nul", "aux.py", "prn.tar.gz", "com1", "LPT9.txt", "com¹", "conin$", "con .txt", "x.", "x ",
        "a:b", "a|b", "a?b", "a*b", 'a"b', "a<b", "a\tb", "x" * 256,
    ],
)  # fmt: skip
def test_a_name_that_windows_refuses_is_an_error_told_once(name: str) -> None:
    (message,) = messages(f"{name}/one", f"{name}/two", "fine/three")
    assert repr(name) in message


@pytest.mark.parametrize("name", ["console", "con1", "com", "com10", "nulls", ".con", "lpt", "aux_py", ".x", "x" * 255])
def test_a_name_that_only_looks_like_one_is_fine(name: str) -> None:
    assert unportable(name) == ""
    assert messages(f"{name}/x") == []


def test_a_service_that_is_named_like_a_device_is_refused_before_anything_is_written() -> None:
    built = build(check_text(FIRST.replace(MAILER, MAILER.replace("mailer", "con"))))
    assert built.tree is None
    errors = [each for each in built.diagnostics if each.code == "path-clash"]
    assert any("'con' is a device on Windows" in each.message for each in errors)
    assert len(errors) <= 2


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "a/../../x", ".git/hooks/post-checkout", ".GIT/config", ".plano/lock", "a\\b", ""]
)
@pytest.mark.parametrize("once", [True, False])
def test_no_emitter_leaves_the_repository_or_reaches_into_git(path: str, once: bool) -> None:
    with pytest.raises(ValueError, match="emitter test"):
        plant([File(path, b"", "generated", "test", once)])
