"""What a person sees of `plano eject SERVICE`, and what is theirs afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from itertools import islice
from pathlib import Path

import pytest

from plano.leaving.handover import handover
from plano.leaving.keys import ejected_service
from plano.leaving.steps import INTENT, service_steps
from plano.pipeline import build_root, check_text
from tests.cli.test_diff import git
from tests.leaving.ground import Ground, reference

OLD = "generated/services/notifications"
NEW = "services/notifications"
PACKAGE = "tienda_notifications"


@pytest.fixture
def ground(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ground:
    return reference(tmp_path, capsys)


def below(files: dict[str, bytes], folder: str) -> dict[str, bytes]:
    return {path.removeprefix(f"{folder}/"): body for path, body in files.items() if path.startswith(f"{folder}/")}


def test_the_code_moves_to_services_and_check_is_content(ground: Ground) -> None:
    before = ground.files()
    code, out, err = ground.plano("eject", "notifications", "--yes")
    assert (code, err) == (0, "")
    assert "services/notifications/, yours from now on\n" in out
    after = ground.files()
    assert below(after, f"{NEW}/src/{PACKAGE}") == below(before, f"{OLD}/{PACKAGE}")
    assert below(after, f"{NEW}/tests") == below(before, f"{OLD}/tests")
    assert set(below(after, OLD)) == {"Jenkinsfile", ".plano-index"}
    assert ground.plano("check")[0] == 0
    assert "Nothing to write" in ground.plano("generate")[1]
    assert ground.files() == after


def test_its_image_is_built_from_the_new_place(ground: Ground) -> None:
    assert ground.plano("eject", "notifications", "--yes")[0] == 0
    for path in (f"{NEW}/Dockerfile", f"{NEW}/Dockerfile.dockerignore"):
        assert f"{NEW}/src/{PACKAGE}/" in ground.read(path)
        assert OLD not in ground.read(path)
    assert f"DOCKERFILE = '{NEW}/Dockerfile'" in ground.read(f"{OLD}/Jenkinsfile")
    ground.commit()
    ground.write(f"{NEW}/src/{PACKAGE}/mine.py", "")
    assert "notifications" in ground.plano("affected", "--since", "HEAD")[1]


def test_what_others_and_the_platform_have_of_it_stays_as_it_was(ground: Ground) -> None:
    before = ground.files()
    assert ground.plano("eject", "users", "--yes")[0] == 0
    after = ground.files()
    own = ("generated/services/users/", "services/users/", "blueprint.yaml")
    changed = {path for path in before if before[path] != after.get(path) and not path.startswith(own)}
    assert changed == set()


def test_the_blueprint_changes_by_one_line(ground: Ground) -> None:
    before = ground.read("blueprint.yaml").splitlines()
    assert ground.plano("eject", "notifications", "--yes")[0] == 0
    after = ground.read("blueprint.yaml").splitlines()
    after.remove("    ejected: true")
    assert after == before


def test_a_later_change_of_the_blueprint_leaves_the_code_alone(ground: Ground) -> None:
    assert ground.plano("eject", "notifications", "--yes")[0] == 0
    code = below(ground.files(), NEW)
    ground.write("blueprint.yaml", ground.read("blueprint.yaml").replace("subject: string(200)", "subject: string(99)"))
    assert ground.plano("generate")[0] == 0
    assert below(ground.files(), NEW) == code


@pytest.mark.parametrize("broken", [False, True])
def test_its_tests_pass_in_the_new_place_and_fail_where_it_is_broken(ground: Ground, *, broken: bool) -> None:
    assert ground.plano("eject", "notifications", "--yes")[0] == 0
    if broken:
        handlers = f"{NEW}/handlers.py"
        ground.write(handlers, ground.read(handlers).replace("async def confirm_order", "async def confirm_nothing"))
    paths = (ground.root, ground.root / "generated/kit", ground.root / NEW / "src", sysconfig.get_path("purelib"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    options = ("-p", "plano_kit.testing.plugin", "-o", "asyncio_mode=auto", "--import-mode=importlib", "-q", "-x")
    command = [sys.executable, "-S", "-m", "pytest", *options, f"{NEW}/tests"]
    done = subprocess.run(command, cwd=ground.root, env=environment, capture_output=True, text=True, timeout=300)
    assert (done.returncode == 0) is not broken, done.stdout + done.stderr


def test_what_you_edited_goes_with_it(ground: Ground) -> None:
    ground.write(f"{OLD}/{PACKAGE}/service.py", ground.read(f"{OLD}/{PACKAGE}/service.py") + "# mine\n")
    ground.commit()
    code, out, err = ground.plano("eject", "notifications", "--yes")
    assert (code, err) == (0, "")
    assert f"1 file as you edited it: {NEW}/src/{PACKAGE}/service.py\n" in out
    assert ground.read(f"{NEW}/src/{PACKAGE}/service.py").endswith("# mine\n")
    assert not (ground.root / OLD / PACKAGE).exists()


def test_what_you_edited_elsewhere_is_never_overwritten(ground: Ground) -> None:
    ground.write("generated/chart/values.yaml", "mine: true\n")
    ground.commit()
    before = ground.files()
    code, _, err = ground.plano("eject", "notifications", "--yes")
    assert code == 1
    assert "generated/chart/values.yaml was edited by hand" in err
    assert ground.files() == before


def test_a_file_of_yours_in_the_new_place_is_in_the_way(ground: Ground) -> None:
    ground.write(f"{NEW}/Dockerfile", "FROM mine\n")
    ground.commit()
    before = ground.files()
    code, _, err = ground.plano("eject", "notifications", "--yes")
    assert (code, err) == (1, f"{NEW}/Dockerfile is there already. Nothing was written: move it away first.\n")
    assert ground.files() == before


def test_a_service_without_derived_code_is_none_to_eject(ground: Ground) -> None:
    code, _, err = ground.plano("eject", "mail", "--yes")
    assert code == 2
    assert "no service 'mail' has derived code: users, catalog, orders, payments, notifications" in err


def test_twice_is_nothing_to_do(ground: Ground) -> None:
    assert ground.plano("eject", "notifications", "--yes")[0] == 0
    ground.commit()
    code, out, _ = ground.plano("eject", "notifications", "--yes")
    assert (code, out) == (0, f"Nothing to do: the code of 'notifications' is yours already, in {NEW}/.\n")


def test_code_that_the_blueprint_calls_yours_and_is_not_there_is_an_error(ground: Ground) -> None:
    ground.write("blueprint.yaml", ejected_service(ground.read("blueprint.yaml"), "notifications"))
    ground.plano("generate")
    code, out, _ = ground.plano("check")
    assert code == 1
    assert f"{NEW}/src/{PACKAGE} is not there" in out


def test_killed_after_any_step_the_next_run_ends_as_if_nothing_had_been(ground: Ground) -> None:
    assert ground.plano("eject", "notifications", "--yes")[0] == 0
    wanted = ground.files()
    done, finished = 0, False
    while not finished:
        git(ground.root, "restore", ".")
        git(ground.root, "clean", "-fdq")
        (ground.root / INTENT).unlink(missing_ok=True)
        built = build_root(ground.root)
        assert built.platform is not None
        found = handover(built.platform.service("notifications"), built, ground.root)
        assert found.plan is not None
        assert found.after is not None
        done += 3
        taken = list(islice(service_steps(ground.root, found.plan, found.after), done))
        finished = len(taken) < done
        if not finished:
            code, _, err = ground.plano("eject", "notifications", "--yes")
            assert (code, err) == (0, ""), f"killed after {taken}"
        assert ground.files() == wanted, f"killed after {taken}"
    assert done > 9


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  a: {kind: fastapi}", "  a: {kind: fastapi, ejected: true}"),
        ("  a: {description: x, kind: fastapi, access: public}",
         "  a: {description: x, kind: fastapi, ejected: true, access: public}"),
        ("  a:\n    kind: fastapi   # why\n    access: public",
         "  a:\n    kind: fastapi   # why\n    ejected: true\n    access: public"),
        ("  a:\r\n    kind: fastapi\r\n", "  a:\r\n    kind: fastapi\r\n    ejected: true\r\n"),
        ("  a:\n      kind: fastapi", "  a:\n      kind: fastapi\n      ejected: true"),
    ],
)  # fmt: skip
def test_the_key_is_written_as_the_blueprint_is(before: str, after: str) -> None:
    head = (
        "blueprint: 1\nplatform: {name: lab, domain: lab.example, registry: r.lab.example/lab, "
        'repository: "https://git.lab.example/l.git"}\nenvironments: {production: {}}\nservices:\n'
    )
    assert ejected_service(head + before, "a") == head + after
    assert ejected_service(head + after, "a") == head + after
    platform = check_text(head + after).platform
    assert platform is not None
    assert platform.service("a").ejected
