"""A small platform of the user's own: two services, a topic and a mail server, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PLANO = Path(sys.executable).with_name("plano")

BLUEPRINT = """blueprint: 1
platform: {name: lab, domain: lab.example, registry: registry.lab.example/lab, repository: "https://git.lab.example/l.git"}
environments: {production: {}}
hosts: {db-1: {address: 10.0.0.5, roles: [postgresql]}, one: {address: 10.0.0.6, roles: [control-plane, ingress]}}
systems: {kubernetes: {api: 10.0.0.7}, traefik: {}, kafka: {brokers: 1, storage: 5Gi}}
databases: {main: {host: db-1}}
topics:
  samples.taken: {key: sample_id, partitions: 2, fields: {sample_id: uuid, label: string(40)}}
services:
  samples:
    kind: fastapi
    database: main
    access: public
    entities: {Sample: {fields: {label: string(40), state: enum(kept | sent) = kept}, unique: [[label]]}}
    expose: {Sample: [list, get]}
    operations:
      take_sample: {path: /samples, request: {label: string(40)}, response: Sample, status: 201}
    publishes: [samples.taken]
  mailer:
    kind: fastapi
    database: main
    calls: [mail]
    consumes: {samples.taken: {handler: tell}}
  mail: {kind: external, url: "smtp://mail.lab.example:587"}
  web: {kind: vue, title: Lab, calls: [samples]}
routes:
  /: {service: web}
  /api/samples: {service: samples, rate_limit: 5/s}
"""

SAMPLES = '''"""What the samples service decides."""

from lab_samples import Context, Sample, SamplesTaken, TakeSampleRequest


async def take_sample(request: TakeSampleRequest, ctx: Context) -> Sample:
    sample = Sample(label=request.label)
    ctx.session.add(sample)
    await ctx.publish(SamplesTaken.of(sample, sample_id=sample.id))
    return sample
'''

SEED = '''"""The first sample."""

from lab_samples import Context, Sample


async def seed(ctx: Context) -> None:
    ctx.session.add(Sample(label="from the seed"))
'''

MAILER = '''"""What the mailer decides."""

from email.message import EmailMessage

from lab_mailer import Context, SamplesTaken


async def tell(event: SamplesTaken, ctx: Context) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "lab@lab.example", "you@lab.example", f"Taken: {event.label}"
    mail.set_content("Grüße aus dem Labor\\n")
    await ctx.clients.mail.send(mail)
'''


def write_lab(root: Path) -> None:
    """Blueprint and handlers, then what `plano generate` and `plano migrate` make of them."""
    written = {
        "blueprint.yaml": BLUEPRINT,
        "services/samples/handlers.py": SAMPLES,
        "services/samples/seed.py": SEED,
        "services/mailer/handlers.py": MAILER,
    }
    for path, text in written.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    for words in (["generate"], ["migrate"]):
        done = run(root, *words)
        assert done.returncode == 0, f"plano {words[0]}\n{done.stdout}{done.stderr}"


def run(root: Path, *words: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    """Run one command of Plano in `root`, with nothing of this run's own environment in the way."""
    return subprocess.run([PLANO, *words], cwd=root, capture_output=True, text=True, timeout=seconds, env=environment())


def environment() -> dict[str, str]:
    """This run's own, without what would reach Plano or the services from it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PLANO_", "PYTHONPATH"))}
