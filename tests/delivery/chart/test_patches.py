"""A person's patch reaches the object that it names, and `plano check` knows just what the chart knows."""

from __future__ import annotations

import posixpath
from pathlib import Path

import helm_python
import pytest
import yaml

from plano.crosschecks import crosschecks
from plano.delivery.patching import LARGEST, findings, judged, places
from plano.emitters.argocd import EMITTER as ARGOCD
from plano.emitters.render import render
from plano.pipeline import build, check_text
from tests.delivery.chart.platforms import ROOT, Helm, Tree, at, labels, reference, tree

PRODUCTION = "overrides/values/production/orders.yaml"
PATCH = "patch: {Deployment: {api: {spec: {template: {spec: {priorityClassName: important}}}}}}\n"
TRIED: Tree = {"metadata": {"annotations": {"tried": "yes"}}}


def reached(helm: Helm, environment: str, service: str, kind: str, key: str) -> int:
    """How many objects a patch of that kind and key changes; -1 where the chart has nothing of the kind."""
    try:
        objects = helm.objects(environment, service, patch={kind: {key: TRIED}})
    except helm_python.HelmError as error:
        return -1 if f"this service has no '{key}'" in str(error) else -2
    found = [each for each in objects if labels(at(each, "metadata", "annotations")).get("tried") == "yes"]
    assert {each["kind"] for each in found} <= {kind}
    return len(found)


def test_what_check_takes_the_chart_takes_and_what_it_refuses_the_chart_refuses(any_helm: Helm) -> None:
    known = places(any_helm.platform)
    assert set(known) == {f"overrides/values/{at}/{name}.yaml" for at, name in any_helm.values}
    keys = {(kind, key) for each in known.values() for kind, names in each.items() for key in names}
    for environment, service in any_helm.values:
        own = known[f"overrides/values/{environment}/{service}.yaml"]
        for kind, key in sorted(keys):
            expected = 1 if key in own[kind] else -1
            assert reached(any_helm, environment, service, kind, key) == expected, (service, kind, key)


def test_argo_cd_gives_the_patch_to_the_chart_before_the_derived_values(shop: Helm) -> None:
    """So what is derived wins where both speak. A service without a patch is no mistake."""
    (services,) = (
        yaml.safe_load(render(spec))
        for spec in ARGOCD.files(shop.platform)
        if spec.path == "generated/argocd/apps/production/services.yaml"
    )
    source = tree(at(services, "spec", "template", "spec", "source"))
    assert at(source, "helm", "ignoreMissingValueFiles") is True
    files = at(source, "helm", "valueFiles")
    assert isinstance(files, list)
    named = (str(each).replace('{{ trimSuffix ".yaml" .path.filename }}', "orders") for each in files)
    assert [posixpath.normpath(f"{source['path']}/{each}") for each in named] == [
        PRODUCTION,
        "generated/values/production/orders.yaml",
    ]


def test_a_patch_that_argo_cd_would_insist_on_is_noticed() -> None:
    built = build(check_text((ROOT / "blueprint.yaml").read_text("utf-8")))
    assert built.tree is not None
    assert built.platform is not None
    files = {path: file.content for path, file in built.tree.files.items()}
    assert crosschecks(files, built.platform) == ()
    path = "generated/argocd/apps/production/services.yaml"
    files[path] = files[path].replace(b"ignoreMissingValueFiles: true", b"ignoreMissingValueFiles: false")
    (found,) = crosschecks(files, built.platform)
    assert found.code == "crosscheck-source"
    assert "reads the values overrides/values/production/" in found.message


def test_without_its_derived_values_nothing_is_rendered(shop: Helm) -> None:
    with pytest.raises(helm_python.HelmError, match="platform is not set: give the values of a service"):
        shop.rendered({**tree(yaml.safe_load(PATCH)), "image": {"repository": "a", "tag": "b"}}, "orders", "tienda")


@pytest.mark.parametrize(
    ("text", "said", "line", "mend"),
    [
        ("patch: {}\nscale: {min: 3, max: 3}\n", "a patch file has the key 'patch', and no 'scale'", 2, "blueprint"),
        ("pach:\n  Deployment: {}\n", "no 'pach'", 1, "blueprint.yaml"),
        ("patch:\n  Deploymnet: {api: {}}\n", "the chart makes no Deploymnet", 2, "did you mean 'Deployment'?"),
        ("patch:\n  Deployment:\n    apii: {}\n", "has no Deployment 'apii' here", 3, "did you mean 'api'?"),
        ("patch:\n  HTTPRoute:\n    /api: {}\n", "has no HTTPRoute '/api' here", 3, "nothing of the kind"),
        ("patch:\n  Deployment:\n    api: 3\n", "a change of Deployment 'api' is a map", 3, "README"),
        ("patch:\n  Deployment: [api]\n", "'Deployment' is a map", 2, "README"),
        ("patch: yes please\n", "'patch' is a map", 1, "README"),
        ("- patch\n", "a map with the one key 'patch'", 1, "README"),
        ("patch: {\n", "", 1, ""),
    ],
)
def test_a_wrong_patch_is_refused_at_its_place(text: str, said: str, line: int, mend: str) -> None:
    (found,) = judged(text, PRODUCTION, places(reference())[PRODUCTION])
    assert (found.code, found.severity.value) == ("bad-patch", "error")
    assert said in found.message
    assert mend in found.help
    assert found.span is not None
    assert (found.span.file, found.span.line) == (PRODUCTION, line)


def put(root: Path, path: str, text: str = PATCH) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def test_a_good_patch_an_empty_one_and_none_at_all_are_no_mistake(tmp_path: Path) -> None:
    assert findings(tmp_path, reference()) == ()
    put(tmp_path, PRODUCTION)
    put(tmp_path, "overrides/values/staging/orders.yaml", "# nothing yet\n")
    put(tmp_path, "overrides/fastapi/Dockerfile.jinja", "FROM scratch\n")
    assert findings(tmp_path, reference()) == ()


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("overrides/values/prodution/orders.yaml", PRODUCTION),
        ("overrides/values/production/order.yaml", PRODUCTION),
        ("overrides/values/production/orders.yml", PRODUCTION),
        ("overrides/values/production/mail.yaml", "production/"),
    ],
)
def test_a_patch_of_nothing_is_refused(path: str, near: str, tmp_path: Path) -> None:
    put(tmp_path, path)
    (found,) = findings(tmp_path, reference())
    assert f"{path} patches nothing" in found.message
    assert near in found.help


def test_a_patch_is_read_through_no_link_and_not_without_end(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere.yaml", "secret: 1\n")
    (tmp_path / PRODUCTION).parent.mkdir(parents=True)
    (tmp_path / PRODUCTION).symlink_to(tmp_path / "elsewhere.yaml")
    put(tmp_path, "overrides/values/production/users.yaml", "#" * (LARGEST + 1))
    first, second = findings(tmp_path, reference())
    assert "is a link or no plain file" in first.message
    assert "has more than" in second.message
    assert not any("secret" in each.message for each in (first, second))


def test_the_readme_shows_a_patch_that_is_taken() -> None:
    text = (Path(__file__).parents[3] / "templates/chart/README.md").read_text("utf-8")
    shown = text.partition("```yaml\n")[2].partition("```")[0]
    assert shown.startswith("# overrides/values/<environment>/<service>.yaml\n")
    assert judged(shown, PRODUCTION, places(reference())[PRODUCTION]) == ()
