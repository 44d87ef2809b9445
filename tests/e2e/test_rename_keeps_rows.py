"""Rows on a real PostgreSQL before and after renames: of a service, an entity and a field, and once a topic went."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.shop import eventually
from tests.e2e.stand import Stand, plano, standing
from tests.local.lab import write_lab

FILL = """
INSERT INTO public.sample (id, created_at, updated_at, row_version, label, state)
SELECT gen_random_uuid(), now(), now(), 1, 'sample ' || n, CASE n % 2 WHEN 0 THEN 'kept' ELSE 'sent' END
FROM generate_series(1, 500) n RETURNING 1
"""


def rows(stand: Stand, service: str, table: str, column: str) -> list[tuple[object, ...]]:
    """Every row of a table: its id, the column that was `label`, and its state."""
    return stand.sql(service, f'SELECT id, "{column}", state FROM public."{table}" ORDER BY id')


def kept(stand: Stand, service: str) -> tuple[str, str, int, int]:
    """A service's database and role, and how many rows the kit has in its own tables."""
    url = stand.state.databases[service]
    counts = [stand.sql(service, f"SELECT count(*) FROM plano.{table}")[0][0] for table in ("outbox", "inbox")]
    return url.rpartition("/")[2], url.split("//")[1].partition(":")[0], int(str(counts[0])), int(str(counts[1]))


def edit(root: Path, path: str, *changes: tuple[str, str]) -> None:
    """Change a file by hand, as its owner does; AssertionError where a text is not there once."""
    text = (root / path).read_text()
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} in {path}\n{text}"
        text = text.replace(old, new)
    (root / path).write_text(text)


@pytest.mark.real
def test_no_row_is_lost_by_a_rename_or_by_the_end_of_a_topic(tmp_path: Path) -> None:
    root = tmp_path
    write_lab(root)
    with standing(root) as stand:
        assert len(stand.sql("samples", FILL)) == 500
        before = rows(stand, "samples", "sample", "label")
        assert len(before) == 501  # one is from the seed
        stored, heard = kept(stand, "samples"), kept(stand, "mailer")

    plano(root, "rename", "service", "samples", "probes")
    plano(root, "rename", "service", "mailer", "teller")
    plano(root, "generate")
    assert plano(root, "migrate").count("no change") == 2
    with standing(root) as stand:
        assert rows(stand, "probes", "sample", "label") == before
        assert kept(stand, "probes") == stored
        assert kept(stand, "teller") == heard

    said = plano(root, "rename", "entity", "probes.Sample", "Probe")
    said += plano(root, "rename", "field", "probes.Probe.label", "title")
    assert "look at services/probes/handlers.py" in said  # the event no longer takes its label from the row
    taking, given = (
        "SamplesTaken.of(sample, sample_id=sample.id)",
        "SamplesTaken(sample_id=sample.id, label=sample.title)",
    )
    edit(root, "services/probes/handlers.py", (taking, given))
    plano(root, "generate")
    assert "0002_rename_sample_to_probe.py" in plano(root, "migrate", "probes")
    with standing(root) as stand:
        assert rows(stand, "probes", "probe", "title") == before
        assert taken(stand) == 502

    edit(
        root,
        "blueprint.yaml",
        (
            "topics:\n  samples.taken: {key: sample_id, partitions: 2, fields: {sample_id: uuid, label: string(40)}}\n",
            "",
        ),
        ("    publishes: [samples.taken]\n", ""),
        ("    consumes: {samples.taken: {handler: tell}}\n", ""),
    )
    edit(
        root,
        "services/probes/handlers.py",
        ("Probe, SamplesTaken, TakeSampleRequest", "Probe, TakeSampleRequest"),
        (f"    await ctx.publish({given})\n", ""),
    )
    (root / "services/teller/handlers.py").write_text('"""What the teller decides."""\n')
    plano(root, "generate")
    assert plano(root, "migrate").count("no change") == 2
    with standing(root) as stand:
        assert [row for row in rows(stand, "probes", "probe", "title") if row in before] == before
        assert kept(stand, "teller")[:2] == heard[:2]


def taken(stand: Stand) -> int:
    """How many rows there are once one more was made through the gateway."""
    import httpx

    answer = httpx.post(f"{stand.gateway}/api/samples", json={"label": "one more"})
    assert answer.status_code == 201, answer.text
    sent = "SELECT 1 FROM plano.outbox"
    eventually("its event is sent", lambda: stand.sql("probes", sent) == [] or None)
    return len(rows(stand, "probes", "probe", "title"))
