"""Emitters and rules of other packages: the interface that they keep to, and the guard around each of their calls.

A plug-in is code of its user's choice, and may do what any code may. What it gives is checked before it counts.
"""

from __future__ import annotations

from plano.plugins.interface import INTERFACE, EmitterPlugin, RulePlugin

__all__ = ["INTERFACE", "EmitterPlugin", "RulePlugin"]
