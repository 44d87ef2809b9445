"""`plano rename` for environments, roles, operations and values: what follows, what is named, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.renaming.places import plano, standing
from tests.renaming.shop import HANDLERS, SHOP, TEST, YOURS, shop

ROLE_MIGRATION = "services/users/migrations/0002_rename_role_support_to_helpdesk.py"


def release(root: Path) -> None:
    """Give the first environment something that runs."""
    (root / "releases/staging").mkdir(parents=True)
    (root / "releases/staging/orders.yaml").write_text("commit: x\n")


def test_an_environment_takes_its_patches_and_its_secrets_along(tmp_path: Path) -> None:
    root = shop(tmp_path)
    code, said, _ = plano(root, "rename", "environment", "staging", "trial")
    after = standing(root)
    assert code == 0
    assert after["blueprint.yaml"] == SHOP.replace("  staging:\n", "  trial:\n")
    assert after["overrides/values/trial/orders.yaml"] == YOURS["overrides/values/staging/orders.yaml"]
    assert after["secrets/trial.sops.yaml"] == "sealed\n"
    assert not [path for path in after if "staging" in path]
    assert "Its namespace is 'shop-trial' now" in said
    assert "it begins empty" in said
    assert "Its domain was staging.shop.example, and is trial.shop.example now" in said
    assert "look at overrides/chart/notes.txt:1: it names 'staging'" in said
    assert "look at overrides/values/trial/orders.yaml:1: it names 'staging'" in said


def test_an_environment_in_use_is_refused_since_no_data_follow_its_name(tmp_path: Path) -> None:
    root = shop(tmp_path)
    release(root)
    before = standing(root)
    for more in ((), ("--dry-run",)):
        code, _, told = plano(root, "rename", "environment", "staging", "trial", *more)
        assert code == 2
        assert "environment 'staging' is in use: releases/staging/ has 1 release." in told
        assert "take 'staging' out last; or say --leave-data" in told
    assert standing(root) == before


def test_who_says_that_the_data_may_stay_behind_gets_the_rename(tmp_path: Path) -> None:
    root = shop(tmp_path)
    release(root)
    code, said, _ = plano(root, "rename", "environment", "staging", "trial", "--leave-data")
    assert code == 0
    assert standing(root)["releases/trial/orders.yaml"] == "commit: x\n"
    assert "All that 'shop-staging' holds stays there and goes on running, until you take it away." in said
    assert "release every service again" in said


def test_an_environment_and_a_service_of_one_name_are_not_taken_for_each_other(tmp_path: Path) -> None:
    root = shop(tmp_path)
    for path in ("overrides/values/orders/users.yaml", "overrides/values/production/orders.yaml"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("patch: {}\n")
    assert plano(root, "rename", "service", "orders", "sales")[0] == 0
    found = {path for path in standing(root) if path.startswith("overrides/values/")}
    assert found == {
        "overrides/values/orders/users.yaml",
        "overrides/values/production/sales.yaml",
        "overrides/values/staging/sales.yaml",
    }


def test_a_role_is_renamed_wherever_it_is_asked_for_and_in_a_migration_of_the_accounts(tmp_path: Path) -> None:
    root = shop(tmp_path)
    code, said, _ = plano(root, "rename", "role", "support", "helpdesk")
    after = standing(root)
    assert code == 0
    assert set(after) - set(YOURS) == {ROLE_MIGRATION}
    assert 'down_revision = "0001"' in after[ROLE_MIGRATION]
    assert after["services/orders/handlers.py"] == HANDLERS
    assert "look at services/orders/handlers.py:8: it says 'support', which may be what is 'helpdesk' now" in said
    assert "handlers.py:1:" not in said
    assert "written     services/users/migrations/0002_rename_role_support_to_helpdesk.py" in said
    assert "People who are 'support' are 'helpdesk' once that migration has run." in said
    assert said.endswith(f"Next: look at the lines above, then review {ROLE_MIGRATION}, then plano generate\n")


def test_roles_of_a_service_that_has_no_migration_yet_are_nobodys(tmp_path: Path) -> None:
    root = shop(tmp_path)
    (root / "services/users/migrations/0001_initial.py").unlink()
    code, said, _ = plano(root, "rename", "role", "support", "helpdesk")
    assert code == 0
    assert "Its service has no migration yet, so nobody has the role." in said
    assert not [path for path in standing(root) if path.startswith("services/users/")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('revision = "0002"\ndown_revision = None\n', "end in 0001 and 0002. Let them end in one number"),
        ('revision = "first"\ndown_revision = "0001"\n', "end in first. Let them end in one number"),
        ("revision = \n", "0002_more.py cannot be read as a migration: mend it, then rename again"),
        ("def upgrade(): ...\n", "0002_more.py says no revision"),
    ],
)
def test_a_role_stays_where_its_migration_has_no_place(tmp_path: Path, text: str, said: str) -> None:
    root = shop(tmp_path)
    (root / "services/users/migrations/0002_more.py").write_text(text)
    before = standing(root)
    code, _, told = plano(root, "rename", "role", "support", "helpdesk")
    assert code == 2
    assert said in " ".join(told.split())
    assert standing(root) == before


def test_an_operations_handler_and_its_classes_follow_and_tests_are_only_named(tmp_path: Path) -> None:
    root = shop(tmp_path)
    code, said, _ = plano(root, "rename", "operation", "orders.place_order", "buy")
    after = standing(root)
    assert code == 0
    assert after["blueprint.yaml"] == SHOP.replace("      place_order:  #", "      buy:  #")
    assert after["services/orders/handlers.py"] == (
        HANDLERS.replace("PlaceOrderRequest", "BuyRequest").replace("def place_order", "def buy")
    )
    assert after["services/orders/tests/test_orders.py"] == TEST
    for line in (3, 4, 8):
        assert f"test_orders.py:{line}: a test that calls 'place_order', which is 'buy' now" in said
    assert "Its path stays: who calls it over HTTP sees nothing." in said


def test_an_operation_does_not_take_the_name_of_another_handler(tmp_path: Path) -> None:
    root = shop(tmp_path)
    code, _, told = plano(root, "rename", "operation", "orders.place_order", "support")
    assert code == 2
    assert "there is an operation 'support' already, at blueprint.yaml:" in told
    assert standing(root) == YOURS


def test_what_code_says_of_a_value_is_named_and_left_to_a_person(tmp_path: Path) -> None:
    root = shop(tmp_path)
    code, said, _ = plano(root, "rename", "value", "orders.Order.status.paid", "settled")
    after = standing(root)
    assert code == 0
    assert {path for path in after if after[path] != YOURS[path]} == {"blueprint.yaml"}
    assert "look at services/orders/handlers.py:7: it says 'paid', which may be what is 'settled' now" in said
    assert "look at services/orders/page.txt:1: it says 'paid'" in said
    assert "handlers.py:14:" not in said  # a docstring
    assert "Rows that say 'paid' say 'settled' once the next migration has run." in said
    assert "then plano generate, then plano migrate orders" in said


def test_services_that_know_nothing_of_a_value_are_not_bothered(tmp_path: Path) -> None:
    said = plano(shop(tmp_path), "rename", "value", "orders.config.mode.slow", "steady", "--dry-run")[1]
    assert "services/counter" not in said
    said = plano(tmp_path, "rename", "value", "orders.placed.how.paid", "bought", "--dry-run")[1]
    assert "look at services/counter/handlers.py:2" in said
    assert "Messages that are in a topic already, or in an outbox, say 'paid'" in said
    assert standing(tmp_path) == YOURS


def test_a_value_that_a_migration_knows_is_where_the_next_rename_begins(tmp_path: Path) -> None:
    root = shop(tmp_path)
    assert plano(root, "rename", "value", "orders.Order.status.paid", "settled")[0] == 0
    assert plano(root, "rename", "value", "orders.Order.status.settled", "done")[0] == 0
    assert "values_were: {done: paid}" in standing(root)["blueprint.yaml"]
    (root / "services/orders/migrations/0002_x.py").write_text(
        "def upgrade() -> None:\n    op.create_check_constraint('ck', 'order', \"status IN ('placed', 'done')\")\n"
    )
    assert plano(root, "rename", "value", "orders.Order.status.done", "over")[0] == 0
    assert "values_were: {over: done}" in standing(root)["blueprint.yaml"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("environment", "stagin", "trial"), 2, "did you mean 'staging'?"),
        (("environment", "staging", "production"), 2, "there is an environment 'production' already, at blueprint"),
        (("environment", "staging", "local"), 1, "the environment 'local' is reserved"),
        (("role", "suport", "x"), 2, "the blueprint has no role 'suport': did you mean 'support'?"),
        (("role", "support", "admin"), 2, "the role 'admin' always exists"),
        (("role", "support", "support-2"), 2, "there is a role 'support-2' already, at blueprint.yaml:29"),
        (("operation", "place_order", "buy"), 2, "an operation is named with its service: orders.place_order"),
        (("operation", "orders.place_order", "Buy"), 2, "'Buy' cannot be the name of an operation: snake_case"),
        (("role", "support", "x", "--leave-data"), 2, "'--leave-data' is for an environment alone"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    root = shop(tmp_path)
    ended, _, told = plano(root, "rename", *words)
    assert (ended, said in " ".join(told.split())) == (code, True), told
    assert standing(root) == YOURS
