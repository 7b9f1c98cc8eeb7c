"""Where the specifications' own files lie: beside the clone."""

from pathlib import Path

SHARED = Path(__file__).parents[3] / "shared"
