"""The one layout interpreter: what the located rows of any format mean, and how sure that is."""

from teikei.lists.layout.interpreter import NotAList, interpret
from teikei.lists.layout.profile import Profile, profile_of

__all__ = ["NotAList", "Profile", "interpret", "profile_of"]
