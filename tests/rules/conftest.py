"""Properties are tried without a time limit for each example: a busy machine is no fault of theirs."""

import os

from hypothesis import settings

settings.register_profile("rules", deadline=None, max_examples=int(os.environ.get("TEIKEI_EXAMPLES", "100")))
settings.load_profile("rules")
