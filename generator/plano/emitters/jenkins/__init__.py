"""Jenkins: a pipeline for the platform, one for each service that is built here, and the shell that they run.

What can be run outside of Jenkins is a script; a Jenkinsfile says when, in which pod, and with which credential.
"""

from __future__ import annotations

from collections.abc import Iterator

from plano.emitters.base import Copy, FileSpec, Subject, Template
from plano.emitters.fastapi.package import subject_of
from plano.emitters.jenkins import views
from plano.emitters.namespaces.options import system
from plano.platform.model import Platform

FOLDER = "generated/jenkins"
SCRIPTS = ("affected", "base", "build", "check", "exists", "inputs", "push", "release", "sign", "test")


class JenkinsEmitter:
    """Yields `generated/jenkins/Jenkinsfile` with its scripts, and a Jenkinsfile beside each service's Dockerfile."""

    name = "jenkins"

    def files(self, platform: Platform) -> Iterator[FileSpec]:
        """The files, where the blueprint names Jenkins."""
        if system(platform, "jenkins") is None:
            return
        subject = Subject("platform", platform.name, FOLDER)
        whole = Template("jenkins/platform/Jenkinsfile.jinja")
        yield FileSpec(self.name, subject, f"{FOLDER}/Jenkinsfile", whole, views.of_platform(platform))
        for script in SCRIPTS:
            yield FileSpec(self.name, subject, f"{FOLDER}/{script}.sh", Copy(f"jenkins/scripts/{script}.sh"))
        for service in views.built(platform):
            own = subject_of(service)
            one = Template("jenkins/service/Jenkinsfile.jinja")
            yield FileSpec(self.name, own, f"{own.folder}/Jenkinsfile", one, views.of_service(service, platform))


EMITTER = JenkinsEmitter()
