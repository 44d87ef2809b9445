"""From the text of `blueprint.yaml` to a typed blueprint with a place for every key and value.

What the words mean for Kafka, PostgreSQL or files does not belong here.
"""
