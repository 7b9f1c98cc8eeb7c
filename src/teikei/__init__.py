"""Teikei (提携): a registry of international agreements between universities."""

__version__ = "0.1.0"
