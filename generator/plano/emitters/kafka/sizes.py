"""What the processes of a Kafka ask for.

Half of a broker's memory is Java's heap, the rest is the page cache that records are read from (Apache Kafka,
"Hardware and OS": the heap stays small, the page cache does the work).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Requests of CPU and memory, which is also its limit; `heap` is what Java takes of it."""

    cpu: str
    memory: str
    heap: str

    @property
    def resources(self) -> dict[str, object]:
        """The size as Kubernetes reads it. CPU has no limit: a throttled broker holds up everybody."""
        return {"requests": {"cpu": self.cpu, "memory": self.memory}, "limits": {"memory": self.memory}}


BROKER = Size("500m", "2Gi", "1024m")
CONTROLLER = Size("200m", "1Gi", "512m")
OPERATOR = Size("100m", "512Mi", "256m")
"""Each of the two that keep topics and users as they are declared."""

CONTROLLER_STORAGE = "10Gi"
"""The log of the cluster's metadata and its snapshots: some megabytes for hundreds of topics, and room for growth."""
