"""Which contracts a platform has, and where their files stand."""

from __future__ import annotations

from collections.abc import Iterator

from plano.emitters.base import Batch, Data, Emitter, FileSpec, Parts, Subject
from plano.emitters.contracts import asyncapi, brokertopics, openapi, payloads
from plano.platform.model import Platform, Service, Topic

NAME = "contracts"
FOLDER = "generated/contracts"


class ContractsEmitter(Emitter):
    """OpenAPI for each FastAPI service, JSON Schema for each topic, AsyncAPI and `topics.json` for all topics."""

    name = NAME

    def batches(self, platform: Platform) -> Iterator[Batch]:
        """All contracts; a platform without topics has no AsyncAPI document."""
        for service in platform.services:
            if service.kind == "fastapi" and (service.endpoints or service.issuer):
                yield Batch(_api, (service, platform.contact))
        yield from (Batch(_payload, (topic,)) for topic in platform.topics)
        if platform.topics:
            yield Batch(_events, (platform.name, asyncapi.view(platform)))


def _api(service: Service, contact: str) -> Iterator[FileSpec]:
    subject = Subject("service", service.name, FOLDER)
    path = f"{FOLDER}/{service.name}.openapi.json"
    yield FileSpec(NAME, subject, path, Data(openapi.build), Parts(openapi.view, (service, contact)))


def _payload(topic: Topic) -> Iterator[FileSpec]:
    subject = Subject("topic", topic.name, f"{FOLDER}/topics")
    path = f"{FOLDER}/topics/{topic.name}.schema.json"
    yield FileSpec(NAME, subject, path, Data(payloads.document), topic)


def _events(platform: str, events: asyncapi.EventsView) -> Iterator[FileSpec]:
    subject = Subject("platform", platform, FOLDER)
    yield FileSpec(NAME, subject, f"{FOLDER}/asyncapi.json", Data(asyncapi.document), events)
    yield FileSpec(NAME, subject, f"{FOLDER}/topics.json", Data(brokertopics.document), events.broker_topics)
