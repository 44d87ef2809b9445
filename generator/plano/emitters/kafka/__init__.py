"""Kafka on Kubernetes, run by Strimzi: for each environment a cluster, its topics and its users.

What the broker must hold comes from `emitters.contracts.brokertopics`; nothing here decides which topics there are.
"""

from plano.emitters.kafka.emitter import EMITTER as EMITTER
