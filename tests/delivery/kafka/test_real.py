"""Least privilege, proven: on a real Kafka each service can do what the blueprint declares, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from confluent_kafka import KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from plano.emitters.contracts.brokertopics import broker_topics, consumptions
from plano.platform.model import Platform
from plano_kit.messaging import broker as kit
from plano_kit.messaging.timing import Timing
from plano_kit.settings import Settings
from tests.delivery.kafka.broker import Broker, libraries, running
from tests.delivery.kafka.platforms import DEPOTS, Tree, at, changed, objects, platform_of, table
from tests.delivery.kafka.trials import SECONDS, Deed, bindings, client, done, grant, reading, withdraw
from tests.e2e.shop import eventually

pytestmark = pytest.mark.real

STRANGER = "stranger"
"""A user whom the broker knows, and who may do nothing."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A broker that holds what was emitted for the first environment of a platform with one broker."""

    platform: Platform
    broker: Broker
    administrator: AdminClient
    users: list[str]
    topics: list[str]

    @property
    def declared(self) -> set[Deed]:
        """What the blueprint and the contracts say, without a look at the emitted rules."""
        found = set[Deed]()
        for topic in broker_topics(self.platform):
            found |= {Deed(each, "write", topic.name) for each in topic.publishers}
            found |= {Deed(each, "read", topic.name) for each in topic.consumers}
        for service, consumption in consumptions(self.platform):
            found.add(Deed(service.name, "join", consumption.group))
            if consumption.retry_topic:
                found.add(Deed(service.name, "join", f"{consumption.group}.retry"))
        return found

    @property
    def groups(self) -> list[str]:
        """Every group that somebody takes part in, and one that is nobody's."""
        return [*sorted({each.name for each in self.declared if each.what == "join"}), "nobodys"]

    def done(self) -> set[Deed]:
        return done(self.broker, self.users, self.topics, self.groups)


@pytest.fixture(scope="session")
def jars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(libraries(tmp_path_factory.mktemp("jars")))


@pytest.fixture(scope="module", params=["reference", "depots"])
def stand(request: pytest.FixtureRequest, jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    platform = single(request.param)
    emitted = objects(platform, platform.environments[0].name)
    users = [each for (kind, _), each in emitted.items() if kind == "KafkaUser"]
    topics = [each for (kind, _), each in emitted.items() if kind == "KafkaTopic"]
    names = [str(at(each, "metadata", "name")) for each in users]
    with running(jars, tmp_path_factory.mktemp("kafka"), [*names, STRANGER]) as broker:
        administrator = broker.administrator()
        for future in administrator.create_topics([new_topic(each) for each in topics]).values():
            future.result(SECONDS)
        held = [str(at(each, "spec", "topicName")) for each in topics]
        fill(broker, held)
        grant(administrator, bindings(users))
        yield Stand(platform, broker, administrator, [*names, STRANGER], held)


def single(name: str) -> Platform:
    """A platform whose Kafka has one broker, so that what is emitted for it fits the one that runs here."""
    if name == "depots":
        return platform_of(changed(DEPOTS, "brokers: 2", "brokers: 1"))
    text = (Path(__file__).parents[3] / "blueprint.yaml").read_text("utf-8")
    return platform_of(changed(text, "brokers: 3", "brokers: 1"))


def new_topic(emitted: Tree) -> NewTopic:
    """A topic as Strimzi's topic operator makes it."""
    spec = table(emitted["spec"])
    config = {name: str(value) for name, value in table(spec["config"]).items()}
    partitions, replicas = spec["partitions"], spec["replicas"]
    assert isinstance(partitions, int)
    assert isinstance(replicas, int)
    return NewTopic(str(spec["topicName"]), partitions, replicas, config=config)


def fill(broker: Broker, topics: list[str]) -> None:
    """Put a record on each topic, for readers to find."""
    producer = Producer({"bootstrap.servers": broker.admin})
    for topic in topics:
        producer.produce(topic, b"{}", b"key", partition=0)
    assert producer.flush(SECONDS) == 0


def settle(stand: Stand, wanted: set[Deed]) -> None:
    """Until the broker has taken in the rules; AssertionError with the difference where it never does."""
    difference: set[Deed] = set()

    def same() -> bool:
        nonlocal difference
        difference = stand.done() ^ wanted
        return not difference

    try:
        eventually("the broker allows what is wanted", same, seconds=SECONDS)
    except AssertionError as error:
        raise AssertionError(sorted(difference)) from error


def test_every_user_with_every_topic_and_group_can_do_what_is_declared_and_nothing_else(stand: Stand) -> None:
    settle(stand, stand.declared)
    assert not [each for each in stand.declared if each.user == STRANGER]


def test_one_right_too_many_or_too_few_is_noticed(stand: Stand) -> None:
    reads = next(each for each in sorted(stand.declared) if each.what == "read")
    extra, needed = reading(STRANGER, reads.name), reading(reads.user, reads.name)
    grant(stand.administrator, [extra])
    settle(stand, stand.declared | {Deed(STRANGER, "read", reads.name)})
    withdraw(stand.administrator, extra)
    withdraw(stand.administrator, needed)
    settle(stand, stand.declared - {reads})
    grant(stand.administrator, [needed])


async def test_the_kits_own_clients_find_their_rights_enough_for_all_they_do(stand: Stand) -> None:
    settle(stand, stand.declared)
    written = 0
    for topic in broker_topics(stand.platform):
        for user in topic.publishers:
            settings = told(stand.broker, user)
            producer = kit.Producer.of(settings, Timing.of(settings), user)
            await producer.start()
            try:
                await asyncio.wait_for(producer.send_and_wait(topic.name, b"{}", key=b"key", partition=0), SECONDS)
                written += 1
            finally:
                await producer.close(1)
    read = 0
    for service, consumption in consumptions(stand.platform):
        await follow(stand.broker, service.name, consumption.topic.name, consumption.group)
        read += 1
        if consumption.retry_topic:
            await follow(stand.broker, service.name, consumption.retry_topic, f"{consumption.group}.retry")
            read += 1
    assert written == len([each for each in stand.declared if each.what == "write"])
    assert read == len([each for each in stand.declared if each.what == "read"])


def test_a_user_makes_no_topic_by_asking_for_it_nor_by_naming_it(stand: Stand) -> None:
    user = stand.users[0]
    own = AdminClient(client(stand.broker, user))
    with pytest.raises(KafkaException) as refused:
        own.create_topics([NewTopic("invented", 1, 1)])["invented"].result(SECONDS)
    assert refused.value.args[0].code() == KafkaError.TOPIC_AUTHORIZATION_FAILED
    producer = Producer({**client(stand.broker, user), "message.timeout.ms": 2000})
    producer.produce("invented", b"{}")
    producer.flush(SECONDS)
    assert "invented" not in stand.administrator.list_topics(timeout=SECONDS).topics


def test_who_does_not_know_the_password_is_not_let_in(stand: Stand) -> None:
    wrong = AdminClient({**client(stand.broker, stand.users[0]), "sasl.password": "another"})
    with pytest.raises(KafkaException):
        wrong.list_topics(timeout=3)
    right = AdminClient(client(stand.broker, stand.users[0]))
    assert right.list_topics(timeout=SECONDS).brokers


def told(broker: Broker, user: str) -> Settings:
    """What a service's process is told of Kafka."""
    return Settings(
        kafka_bootstrap=broker.clients,
        kafka_security="sasl_ssl",
        kafka_ca=str(broker.authority),
        kafka_user=user,
        kafka_password=broker.passwords[user],
    )


async def follow(broker: Broker, user: str, topic: str, group: str) -> None:
    """Take part in a group as the kit does: get a record, and move the group's offset past it."""
    settings = told(broker, user)
    consumer = kit.consumer(settings, Timing.of(settings), group, user)
    await consumer.start()
    try:
        consumer.subscribe([topic])
        found = await consumer.getmany(timeout_ms=round(SECONDS * 1000), max_records=1)
        ((at_partition, records),) = found.items()
        await consumer.commit({at_partition: records[0].offset + 1})
    finally:
        await consumer.stop()
