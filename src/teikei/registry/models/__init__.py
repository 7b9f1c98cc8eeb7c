"""The one data app's tables. Integrity is a database constraint; whatever writes them is in `registry.operations`."""

from teikei.registry.models.agreements import Agreement, AgreementKind, AgreementLink, Deadline, Memorandum, Party, Span
from teikei.registry.models.changes import Chain, Change, Derivation
from teikei.registry.models.desk import FormDraft, SavedFilter, SheetDraft
from teikei.registry.models.drafts import Correction, Draft, DraftFinding, DraftJudgment, DraftLines, Verdict
from teikei.registry.models.editions import Edition, Entry, EntryUnit, Finding, FindingPlace, Heading, Region
from teikei.registry.models.institutions import Institution, NameForm, OrganizationalUnit, UnitName
from teikei.registry.models.interfaces import ApiToken, KeptAnswer, PartnerCopy
from teikei.registry.models.judgments import AuthorityRecord, Candidate, Judgment, Matching
from teikei.registry.models.papers import AttachedDocument, DocumentText
from teikei.registry.models.people import Appointment, FailedLogin
from teikei.registry.models.proposals import Decision, Proposal
from teikei.registry.models.publishing import AlignedRow, EditionDraft, EditionFile, ListWords
from teikei.registry.models.reminders import CalendarToken, LeftAlone, Reminder, ReminderAddress
from teikei.registry.models.sources import Source, SourceLine
from teikei.registry.models.territories import Territory

__all__ = [
    "Agreement", "AgreementKind", "AgreementLink", "AlignedRow", "ApiToken", "Appointment", "AttachedDocument", "AuthorityRecord", "CalendarToken",
    "Candidate", "Chain", "Change", "Correction", "Deadline", "Decision", "Derivation", "DocumentText", "Draft", "DraftFinding", "DraftJudgment",
    "DraftLines", "Edition", "EditionDraft", "EditionFile", "Entry", "EntryUnit", "FailedLogin", "Finding", "FindingPlace", "FormDraft",
    "Heading", "Institution", "Judgment", "KeptAnswer", "LeftAlone", "ListWords", "Matching", "Memorandum", "NameForm", "OrganizationalUnit", "PartnerCopy", "Party", "Proposal",
    "Region", "Reminder", "ReminderAddress", "SavedFilter", "SheetDraft", "Source", "SourceLine", "Span", "Territory",
    "UnitName", "Verdict",
]  # fmt: skip
