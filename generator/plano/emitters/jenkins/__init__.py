"""Jenkins: a pipeline for the platform, one for each service that is built here, and the shell that they run.

What can be run outside of Jenkins is a script; a Jenkinsfile says when, in which pod, and with which credential.
"""

from __future__ import annotations

from collections.abc import Iterator

from plano.emitters.base import Batch, Copy, Emitter, FileSpec, Subject, Template
from plano.emitters.fastapi.package import subject_of
from plano.emitters.jenkins import views
from plano.emitters.namespaces.options import system
from plano.platform.model import Platform, Service

NAME = "jenkins"
FOLDER = "generated/jenkins"
SCRIPTS = ("affected", "base", "build", "check", "exists", "inputs", "push", "release", "sign", "test")


class JenkinsEmitter(Emitter):
    """Yields `generated/jenkins/Jenkinsfile` with its scripts, and a Jenkinsfile beside each service's Dockerfile."""

    name = NAME

    def batches(self, platform: Platform) -> Iterator[Batch]:
        """What is to be made, where the blueprint names Jenkins."""
        if system(platform, "jenkins") is not None:
            yield Batch(_whole, (platform.name, views.of_platform(platform)))
            for service in views.built(platform):
                yield Batch(_one, (service, views.of_service(service, platform)))


def _whole(platform: str, view: views.PlatformView) -> Iterator[FileSpec]:
    subject = Subject("platform", platform, FOLDER)
    yield FileSpec(NAME, subject, f"{FOLDER}/Jenkinsfile", Template("jenkins/platform/Jenkinsfile.jinja"), view)
    for script in SCRIPTS:
        yield FileSpec(NAME, subject, f"{FOLDER}/{script}.sh", Copy(f"jenkins/scripts/{script}.sh"))


def _one(service: Service, view: views.ServiceView) -> Iterator[FileSpec]:
    own = subject_of(service)
    yield FileSpec(NAME, own, f"{own.folder}/Jenkinsfile", Template("jenkins/service/Jenkinsfile.jinja"), view)


EMITTER = JenkinsEmitter()
