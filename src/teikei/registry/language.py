"""The language in which commands speak."""

import os
from collections.abc import Mapping

from teikei.names.bilingual import Language


def spoken(environment: Mapping[str, str] = os.environ) -> Language:
    """Japanese where TEIKEI_LANG, or else the locale, begins with "ja"; else English."""
    chosen = next((environment[name] for name in ("TEIKEI_LANG", "LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "ja" if chosen.lower().startswith("ja") else "en"
