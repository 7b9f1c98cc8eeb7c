"""The authority: who institutions are, by ROR's records."""

from teikei.names.authority.build import Built, build
from teikei.names.authority.record import AuthorityRecord, NameForm, RecordPlace, Relation
from teikei.names.authority.store import Authority

__all__ = ["Authority", "AuthorityRecord", "Built", "NameForm", "RecordPlace", "Relation", "build"]
