"""librdkafka's mock cluster as a process: prints its address, and lives until SIGTERM."""

from __future__ import annotations

import ctypes
import signal
import sys
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    """Made through librdkafka itself: only so a group's first member need not wait three seconds for others."""
    kafka = ctypes.CDLL(str(_library()))
    for name in ("rd_kafka_conf_new", "rd_kafka_new", "rd_kafka_mock_cluster_new"):
        getattr(kafka, name).restype = ctypes.c_void_p
    kafka.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
    settings = ctypes.c_void_p(kafka.rd_kafka_conf_new())
    kafka.rd_kafka_conf_set(settings, b"log_level", b"0", None, 0)
    client = ctypes.c_void_p(kafka.rd_kafka_new(0, settings, None, 0))
    cluster = ctypes.c_void_p(kafka.rd_kafka_mock_cluster_new(client, 1))
    kafka.rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    sys.stdout.write(f"{kafka.rd_kafka_mock_cluster_bootstraps(cluster).decode()}\n")
    sys.stdout.flush()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    kafka.rd_kafka_mock_cluster_destroy(cluster)
    kafka.rd_kafka_destroy(client)


def _library() -> Path:
    spec = find_spec("confluent_kafka")
    if spec is None or spec.origin is None:
        raise SystemExit("the mock broker needs confluent-kafka: pip install 'plano[local]'")
    (library,) = (Path(spec.origin).parents[1] / "confluent_kafka.libs").glob("librdkafka*.so*")
    return library


if __name__ == "__main__":
    main()
