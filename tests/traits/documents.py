"""Judges of what people and programs read: images, pipelines, contracts, the catalogue, and how it all agrees.

Each takes all that is emitted and an empty folder, and gives a sentence for each thing that is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator, SchemaError
from openapi_spec_validator import OpenAPIV31SpecValidator

from plano.crosschecks import crosschecks
from plano.emitters.versions import version_of
from tests.contracts.test_asyncapi import installed as asyncapi_parser
from tests.contracts.test_asyncapi import judge as asyncapi_says
from tests.delivery.catalogue.conftest import judge as backstage_says
from tests.delivery.catalogue.platforms import Entity, entities_of
from tests.delivery.catalogue.test_entities import dangling
from tests.delivery.images.test_dockerfile import hadolint
from tests.delivery.jenkins import test_groovy as groovy
from tests.delivery.jenkins.pipelines import NotAPipelineError, parsed
from tests.delivery.jenkins.secrecy import exposed
from tests.delivery.jenkins.structure import findings
from tests.delivery.jenkins.test_pipelines import pods
from tests.npm import installed
from tests.traits.platforms import Emitted, alike

_kubernetes = import_module("kubernetes_validate")  # it has no types


def everything_agrees(emitted: Emitted, _: Path) -> Iterator[str]:
    """Plano's own cross-checks."""
    yield from (each.message for each in crosschecks(emitted.files, emitted.platform))


def hadolint_takes_every_image(emitted: Emitted, _: Path) -> Iterator[str]:
    """Images that differ in a name alone are judged once: hadolint is a process."""
    judged: set[str] = set()
    for path, text in emitted.texts("/Dockerfile").items():
        shape = alike(text, path.split("/")[-2])
        if shape not in judged:
            judged.add(shape)
            said = hadolint(text)
            if said.returncode or said.stdout:
                yield f"{path}: {said.stdout}{said.stderr}"


def jenkins_takes_every_pipeline(emitted: Emitted, _: Path) -> Iterator[str]:
    """Its structure, its pods, and that no pull request comes by a credential; of those that are alike, of one."""
    shapes = {alike(text, path.split("/")[-2]): (path, text) for path, text in emitted.texts("/Jenkinsfile").items()}
    for path, text in shapes.values():
        try:
            statements = parsed(text)
        except NotAPipelineError as error:
            yield f"{path}: {error}"
            continue
        yield from (f"{path}: {said}" for said in findings(statements))
        yield from (f"{path}: a pull request comes by {said}" for said in exposed(statements))
        for pod in pods(text):
            try:
                _kubernetes.validate(pod, version_of("kubernetes"), strict=True)
            except _kubernetes.ValidationError as error:
                yield f"{path}: {error.message}"


def every_api_is_openapi(emitted: Emitted, _: Path) -> Iterator[str]:
    for path, text in emitted.texts(".openapi.json").items():
        yield from (f"{path}: {error.message}" for error in OpenAPIV31SpecValidator(json.loads(text)).iter_errors())


def every_topic_has_a_schema_of_json(emitted: Emitted, _: Path) -> Iterator[str]:
    for path, text in emitted.texts(".json", "generated/contracts/topics/").items():
        try:
            Draft202012Validator.check_schema(json.loads(text))
        except SchemaError as error:
            yield f"{path}: {error.message}"


def entities_of_the_catalogue_refer_rightly(emitted: Emitted, _: Path) -> Iterator[str]:
    yield from dangling(_entities(emitted))


def asyncapi_takes_the_events(emitted: Emitted, _: Path) -> Iterator[str]:
    for path, text in emitted.texts("/asyncapi.json").items():
        yield from (f"{path}: {said}" for said in asyncapi_says(asyncapi_parser(), json.loads(text)))


def backstage_takes_the_catalogue(emitted: Emitted, _: Path) -> Iterator[str]:
    yield from (f"{path}: {said}" for path, said in backstage_says(_entities(emitted)).items() if said)


def groovy_compiles_every_pipeline(emitted: Emitted, folder: Path) -> Iterator[str]:
    pipelines = emitted.texts("/Jenkinsfile")
    if pipelines:
        said = groovy.refused(pipelines, installed(groovy.HERE, "jenkins"), folder)
        yield from (f"{path}: {error}" for path, errors in said.items() for error in errors)


def every_document_can_be_read(emitted: Emitted, _: Path) -> Iterator[str]:
    """Plain YAML and JSON; a chart's templates are not."""
    for path, text in {**emitted.texts(".json"), **emitted.texts(".yaml")}.items():
        if not path.startswith("generated/chart/templates/"):
            try:
                list(yaml.load_all(text, Loader=yaml.CSafeLoader))
            except yaml.YAMLError as error:
                yield f"{path}: {error}"


def _entities(emitted: Emitted) -> dict[str, Entity]:
    return entities_of({**emitted.texts("", "generated/catalogue/"), **emitted.texts("", "generated/contracts/")})
