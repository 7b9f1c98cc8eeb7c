"""Fuzzing of the readers: `python -m fuzz` runs each target of `fuzz.targets` in a process of its own."""
