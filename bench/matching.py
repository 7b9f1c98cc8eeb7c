"""Matching names: names a second, one name, memory, opening and building the authority. The peer scans with rapidfuzz."""

from bench.names.speed import run

__all__ = ["run"]
