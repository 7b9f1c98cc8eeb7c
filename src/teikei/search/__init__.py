"""Searching many agreements by their names and facts: one index in memory, the same whatever database stands behind it."""
