"""The one layout interpreter: what the located rows of any format mean, and how sure that is."""

from teikei.lists.layout.interpreter import NotAList, interpret
from teikei.lists.layout.profile import Profile, profile_of
from teikei.lists.layout.subject import something_else

__all__ = ["NotAList", "Profile", "interpret", "profile_of", "something_else"]
