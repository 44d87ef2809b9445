"""The routes of what the blueprint exposes, one module for each entity."""
