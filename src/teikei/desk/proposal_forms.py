"""What people fill in about proposals, and the values that come of it."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teikei.desk.forms import day_field
from teikei.desk.papers_forms import Unprompted, choices
from teikei.names.bilingual import Text
from teikei.pages.tongues import page_language
from teikei.rules.agreement import Agreement, Party, PartyUnit, Renewal, Signature, Term, plain
from teikei.rules.approval import Proposal, ProposalKind
from teikei.rules.held import term_from
from teikei.rules.problems import problems
from teikei.rules.words import CHOICES, CONTENTS

KINDS: dict[ProposalKind, Any] = {
    "new": _("new agreement"), "renewal": _("renewal"), "amendment": _("amendment"), "ending": _("ending"),
}  # fmt: skip
_ENDINGS = ("expired", "cancelled", "superseded", "merged")  # those that are proposed; the others come of other acts
# At which field a problem of the draft is told, by the last step of its path; others are the partner's.
_FIELDS = {"valid_from": "valid_from", "valid_to": "valid_to", "kind": "renewal", "years": "years", "notice_months": "notice_months"}
Partners = Callable[[str], list[tuple[int, str]]]  # institutions of that name or number, with their names
Units = Callable[[int, list[str]], tuple[list[str], list[list[int]]]]  # all units of an institution, and those that each name means
LEVELS = [("unit", _("Units (部局間)")), ("university", _("The universities (大学間)"))]


class About(Unprompted):
    """What every proposal has."""

    title = forms.CharField(label=_("Title of the proposal"), max_length=300)
    note = forms.CharField(label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class NewAgreement(About):
    """A new agreement: a draft of what will be signed."""

    level = forms.ChoiceField(label=_("Level"), choices=LEVELS)
    home = forms.TypedChoiceField(label=_("Our institution"), coerce=int)
    units = forms.TypedMultipleChoiceField(label=_("Our units"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    partner = forms.CharField(label=_("Partner"), max_length=300, help_text=_("Its name as in the registry, or its number there."))
    partner_units = forms.CharField(
        label=_("Its units"), max_length=1000, required=False,
        help_text=_("Several with 、 between, by name or number. None: the institution itself."),
    )  # fmt: skip
    agreement_title = forms.CharField(label=_("Title of the agreement"), max_length=300, required=False)
    contents = forms.TypedMultipleChoiceField(
        label=_("Contents"), coerce=int, choices=choices(CONTENTS), required=False, widget=forms.CheckboxSelectMultiple
    )
    valid_from = day_field(_("From"))
    valid_to = day_field(_("To"))
    renewal = forms.ChoiceField(label=_("Renewal"), choices=choices(CHOICES["renewal.kind"]))
    years = forms.IntegerField(label=_("Years of each renewal"), required=False, min_value=1, max_value=100)
    notice_months = forms.IntegerField(label=_("Notice, months before the end"), required=False, min_value=0, max_value=120)

    def __init__(
        self, *args: Any, homes: list[tuple[int, str, list[tuple[int, str]]]], partners: Partners, units: Units, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.partners_named, self.units_named, self.today = partners, units, today
        self.fields["home"].choices = [(pk, name) for pk, name, _units in homes]  # type: ignore[attr-defined]
        self.fields["units"].choices = [unit for _pk, _name, units in homes for unit in units]  # type: ignore[attr-defined]

    def clean_partner(self) -> int:
        """The institution's number."""
        name = self.cleaned_data["partner"]
        found = self.partners_named(name)
        if len(found) != 1:
            raise forms.ValidationError(no_such_partner(name, found).to(page_language()))
        return found[0][0]

    def clean_partner_units(self) -> list[int]:
        """Their numbers; all names that mean none are told. Where the partner is not known, nor are they."""
        names = unit_names(self.cleaned_data["partner_units"])
        if not names or "partner" not in self.cleaned_data:
            return []
        known, meant = self.units_named(self.cleaned_data["partner"], names)
        if unknown := [
            no_such_unit(name, known).to(page_language()) for name, numbers in zip(names, meant, strict=True) if len(numbers) != 1
        ]:
            raise forms.ValidationError(unknown)
        return list(dict.fromkeys(pk for numbers in meant for pk in numbers))

    def clean(self) -> None:
        """What the draft could not become an agreement with is told at its field, beside all else that is wrong."""
        said = self.cleaned_data
        if said.get("valid_to") and said.get("valid_from", "") is None:
            self.add_error("valid_from", _("The term has an end and no beginning. Give its first day."))
        if {"level", "home", "renewal"} <= set(said):
            for problem in problems(self._draft(), self.today):
                self.add_error(_FIELDS.get(problem.path.rpartition(".")[2], "partner"), problem.text.to(page_language()))

    def _draft(self) -> Agreement:
        """The agreement as far as it can be understood; an unknown partner is number 0."""
        said = self.cleaned_data
        ours = Party(institution=said["home"], units=tuple(PartyUnit(unit=unit, role="responsible") for unit in said.get("units", ())))
        theirs = Party(institution=said.get("partner", 0), units=tuple(PartyUnit(unit=unit) for unit in said.get("partner_units", ())))
        begins, ends = said.get("valid_from"), said.get("valid_to")
        return Agreement(
            level=said["level"], title=said.get("agreement_title", ""), parties=(ours, theirs), contents=tuple(sorted(said.get("contents", ()))),
            terms=(Term(valid_from=begins, valid_to=ends),) if begins else (),
            renewal=Renewal(kind=said["renewal"], years=said.get("years"), notice_months=said.get("notice_months")),
        )  # fmt: skip

    def made(self) -> Proposal:
        """The proposal."""
        return Proposal(kind="new", title=self.cleaned_data["title"], note=self.cleaned_data["note"], draft=self._draft())


class RenewalForm(About):
    """A further term."""

    valid_from = day_field(_("From"), required=True)
    valid_to = day_field(_("To"))

    def made(self) -> Proposal:
        """The proposal, of no agreement yet."""
        said = self.cleaned_data
        term = Term(valid_from=said["valid_from"], valid_to=said["valid_to"])
        return Proposal(kind="renewal", title=said["title"], note=said["note"], term=term)


class AmendmentForm(About):
    """New values from a day on. What is left as it is changes nothing."""

    effective_on = day_field(_("From which day"), required=True)
    agreement_title = forms.CharField(label=_("New title of the agreement"), max_length=300, required=False)
    contents = forms.TypedMultipleChoiceField(
        label=_("Contents"), coerce=int, choices=choices(CONTENTS), required=False, widget=forms.CheckboxSelectMultiple
    )
    renewal = forms.ChoiceField(label=_("Renewal"), choices=choices(CHOICES["renewal.kind"]))
    years = forms.IntegerField(label=_("Years of each renewal"), required=False, min_value=1, max_value=100)
    notice_months = forms.IntegerField(label=_("Notice, months before the end"), required=False, min_value=0, max_value=120)

    def made(self, now: Agreement) -> Proposal:
        """The proposal: only what differs from the agreement as it is."""
        said = self.cleaned_data
        automatic = said["renewal"] == "automatic"
        renewal = Renewal(
            kind=said["renewal"], years=said["years"] if automatic else None, at_most=now.renewal.at_most if automatic else None,
            notice_months=said["notice_months"] if automatic else None,
        )  # fmt: skip
        wanted = {"title": said["agreement_title"], "contents": tuple(sorted(said["contents"])), "renewal": renewal}
        changes = {name: plain(value) for name, value in wanted.items() if value != getattr(now, name)}
        return Proposal(kind="amendment", title=said["title"], note=said["note"], effective_on=said["effective_on"], changes=changes)


class EndingForm(About):
    """The end of an agreement."""

    closed_on = day_field(_("First day without it"), required=True)
    closing_reason = forms.ChoiceField(label=_("Why it ends"), choices=choices(CHOICES["closing.reason"], *_ENDINGS))

    def made(self) -> Proposal:
        """The proposal, of no agreement yet."""
        said = self.cleaned_data
        return Proposal(
            kind="ending", title=said["title"], note=said["note"], closed_on=said["closed_on"], closing_reason=said["closing_reason"]
        )


class Deciding(Unprompted):
    """What a step decided."""

    step = forms.CharField(widget=forms.HiddenInput, max_length=100)
    outcome = forms.ChoiceField(
        label=_("The decision"),
        choices=[("approved", _("approved")), ("returned", _("returned to its author")), ("rejected", _("rejected"))],
    )
    on = day_field(_("Decided on"), required=True)
    minute = forms.CharField(label=_("Minute number"), max_length=100, required=False)
    delegate_of = forms.CharField(label=_("As deputy of"), max_length=150, required=False)
    comment = forms.CharField(label=_("Comment"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class Concluding(Unprompted):
    """The day of signing, and who signed for each party."""

    concluded_on = day_field(_("Date concluded"), required=True)
    still_fits = forms.BooleanField(label=_("The agreement was changed since; the proposal still fits."), required=False)

    def __init__(self, *args: Any, parties: list[tuple[int, str]], changed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = parties
        if not changed:
            del self.fields["still_fits"]
        signed_on = _("signed on")
        for pk, name in parties:
            fields = (("name", _("signed by")), ("post", _("in which post")), ("place", _("where")))
            self.fields[f"signed_on-{pk}"] = day_field(f"{name}: {signed_on}")
            for field, label in fields:
                self.fields[f"{field}-{pk}"] = forms.CharField(label=f"{name}: {label}", max_length=200, required=False)

    def signatures(self) -> dict[int, Signature]:
        """Signatures by institution, those of which anything was said."""
        said = self.cleaned_data
        made = {
            pk: Signature(signed_on=said[f"signed_on-{pk}"], name=said[f"name-{pk}"], post=said[f"post-{pk}"], place=said[f"place-{pk}"])
            for pk, _name in self.parties
        }
        return {pk: signature for pk, signature in made.items() if signature != Signature()}


ProposalForm = NewAgreement | RenewalForm | AmendmentForm | EndingForm


def no_such_partner(name: str, found: list[tuple[int, str]]) -> Text:
    """What is said of a partner's name that means none, or several."""
    if found:
        listed = ", ".join(f"{pk} {printed}" for pk, printed in found)
        return Text(
            f"{name}: several are called so. Give the number of one: {listed}",
            f"{name}: 同名の機関が複数あります。番号で指定してください: {listed}",
        )
    return Text(
        f"{name}: the registry knows no institution of this name. Check its spelling, or add it first (Institutions and units → Add an institution).",
        f"{name}: この名称の機関は登録されていません。表記を確かめるか、先に「機関・部局」の画面で追加してください。",
    )


def unit_names(text: str) -> list[str]:
    """The names or numbers of units as they were typed, each once."""
    return list(dict.fromkeys(name for part in re.split(r"[、,，;；\n]+", text) if (name := part.strip())))


def no_such_unit(name: str, known: Sequence[str]) -> Text:
    """What is said of a partner's unit that the registry does not know."""
    en = f" It knows: {', '.join(known)}." if known else " It knows no unit of this partner yet."
    ja = f"登録されている部局: {'、'.join(known)}。" if known else "この機関の部局はまだ登録されていません。"
    return Text(
        f"{name}: the partner has no unit of this name.{en} Add it on the partner's page of institutions and units first.",
        f"{name}: この名称の部局は登録されていません。{ja}先に「機関・部局」の画面で追加してください。",
    )


def first_term_after(now: Agreement, today: date) -> dict[str, Any]:
    """What a renewal usually begins with: the day after the last confirmed term, for as many years as that one had."""
    if not now.terms or now.terms[-1].valid_to is None or now.terms[-1].valid_to == date.max:
        return {"valid_from": today}
    last = now.terms[-1]
    start = date.fromordinal(last.valid_to.toordinal() + 1) if last.valid_to else today
    years = max(1, round(((last.valid_to or today) - last.valid_from).days / 365.25))
    return {"valid_from": start, "valid_to": term_from(start, years).valid_to}
