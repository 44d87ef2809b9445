"""Contracts: what others may rely on, as documents that their tools read. No code is made here."""

from plano.emitters.contracts.emitter import ContractsEmitter

EMITTER = ContractsEmitter()

__all__ = ["EMITTER"]
