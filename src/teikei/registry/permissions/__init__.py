"""Who may do what, by roles that people are appointed to. Asked at the door of every query and operation of the desk.

roles.toml says it, `decide` decides it from values alone, `asking` asks it for an account, `parts` hides and keeps what is not
for everybody, `declared` names the door of every operation and query.
"""

from teikei.registry.permissions.asking import Asker, NotAllowed, Person, asker, decision_on, may, require
from teikei.registry.permissions.decide import Anywhere, Appointment, Decision, OfAgreement, Office, OfList, OfScope, OfUnit, decide
from teikei.registry.permissions.parts import kept_hidden, visible
from teikei.registry.permissions.spec import Action, Role

__all__ = [
    "Action", "Anywhere", "Appointment", "Asker", "Decision", "NotAllowed", "OfAgreement", "OfList", "OfScope", "OfUnit", "Office", "Person",
    "Role", "asker", "decide", "decision_on", "kept_hidden", "may", "require", "visible",
]  # fmt: skip
