"""Namespaces, and what holds in each before any service says a word: pod security, quota, defaults, denied networks.

What a service may reach is its own chart's to say. The emitter is in `namespaces.emitter`, and not here: it counts
what Kafka asks for, and Kafka's objects carry the labels of this package.
"""
