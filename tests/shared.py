"""What stands beside the clone: specifications, labelled names, lists. CI has it; elsewhere a test that needs it skips and says so."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def shared(part: str) -> Path:
    """A file or folder there; where it is not, the test is skipped (in CI that is a failure)."""
    path = SHARED / part
    if not path.exists():
        pytest.skip(f"{part} is not beside the clone: {path}")
    return path
