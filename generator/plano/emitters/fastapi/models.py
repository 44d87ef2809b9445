"""All files of a service's package that say what its data is: value types, tables, schemas, events, clients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plano.emitters.base import FileSpec, Subject, Template
from plano.emitters.fastapi import clients, entities, events, schemas, tables, types
from plano.emitters.fastapi.package import package_folder, subject_of
from plano.platform.model import Platform, Service

EMITTER = "fastapi"
