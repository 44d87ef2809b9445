"""`plano fix` on a long blueprint with comments, CR LF and braces: it mends the word, and no other byte differs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plano.fixing import fixed
from plano.pipeline import check_text
from tests.editing.blueprints import long_blueprint, reference

TEXTS = {"reference": reference(), "long": long_blueprint()}
MISSPELT = {"partitions": "partitons", "retention": "retenion", "publishes": "publishs", "database": "databse"}


def _broken(text: str, key: re.Match[str]) -> str:
    return text[: key.start(1)] + MISSPELT[key[1]] + text[key.end(1) :]


@pytest.mark.parametrize("name", sorted(TEXTS))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_misspelt_key_is_mended_and_every_other_byte_stays(
    name: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text = TEXTS[name]
    keys = list(re.finditer(rf"(?m)^ +({'|'.join(MISSPELT)}):", text))
    broken = _broken(text, data.draw(st.sampled_from(keys)))
    path: Path = tmp_path_factory.mktemp("fix") / "blueprint.yaml"
    path.write_bytes(broken.encode())
    found = check_text(broken).diagnostics
    assert any(each.code == "unknown-key" for each in found)
    assert fixed(path, found).content.decode() == text
