"""Which contracts a platform has, and where their files stand."""

from __future__ import annotations

from collections.abc import Iterator

from plano.emitters.base import Data, FileSpec, Parts, Subject
from plano.emitters.contracts import asyncapi, brokertopics, openapi, payloads
from plano.platform.model import Platform

FOLDER = "generated/contracts"


class ContractsEmitter:
    """OpenAPI for each FastAPI service, JSON Schema for each topic, AsyncAPI and `topics.json` for all topics."""

    name = "contracts"

    def files(self, platform: Platform) -> Iterator[FileSpec]:
        """The specifications of all contracts; a platform without topics has no AsyncAPI document."""
        for service in platform.services:
            if service.kind == "fastapi" and (service.endpoints or service.issuer):
                subject = Subject("service", service.name, FOLDER)
                path = f"{FOLDER}/{service.name}.openapi.json"
                api = Parts(openapi.view, (service, platform.contact))
                yield FileSpec(self.name, subject, path, Data(openapi.build), api)
        for topic in platform.topics:
            subject = Subject("topic", topic.name, f"{FOLDER}/topics")
            path = f"{FOLDER}/topics/{topic.name}.schema.json"
            yield FileSpec(self.name, subject, path, Data(payloads.document), topic)
        if platform.topics:
            subject = Subject("platform", platform.name, FOLDER)
            events = asyncapi.view(platform)
            yield FileSpec(self.name, subject, f"{FOLDER}/asyncapi.json", Data(asyncapi.document), events)
            topics = events.broker_topics
            yield FileSpec(self.name, subject, f"{FOLDER}/topics.json", Data(brokertopics.document), topics)
