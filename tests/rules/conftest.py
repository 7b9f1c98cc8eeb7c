"""Properties are tried without a time limit for each example: a busy machine is no fault of theirs."""

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
