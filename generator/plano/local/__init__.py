"""The platform running on this machine, for development: real parts, no containers."""
