"""What people fill in. What a value may be is decided by the operations; a form only asks."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teikei.pages.tongues import page_language
from teikei.registry.permissions.spec import ROLE_SPECS
from teikei.registry.queries.people import PeoplePage
from teikei.rules.days import exact_day


class _Day(forms.DateField):
    """A day as people write it, 令和9年5月1日 too: what the other forms and the lists read."""

    def strptime(self, value: str, format: str) -> date:  # noqa: ARG002 (Django gives it)
        """Any form of one day. ValueError, which is told in the field's words."""
        if (day := exact_day(value)) is None:
            raise ValueError(value)
        return day


def day_field(label: Any, *, required: bool = False, help_text: Any = "", placeholder: str = "2024-05-01") -> forms.DateField:
    """A day; who types something else is told how it is written."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": placeholder, "maxlength": "20", "autocomplete": "off"})
    told = {"invalid": _("This is not a day. Write it as 2024-05-01.")}
    return _Day(label=label, required=required, input_formats=[""], help_text=help_text, widget=widget, error_messages=told)


class HandIn(forms.Form):
    """A file to be read."""

    file = forms.FileField(label=_("File with a list"), max_length=1000, allow_empty_file=True)


class Keeping(forms.Form):
    """What a list does not say of itself."""

    institution = forms.CharField(label=_("Institution whose list it is"), max_length=300)
    institution_en = forms.CharField(label=_("Its English name"), max_length=300, required=False)
    level = forms.ChoiceField(
        label=_("Who concluded the agreements"),
        choices=[("", _("Please choose")), ("unit", _("Units (部局間)")), ("university", _("The universities (大学間)"))],
    )
    as_of = day_field(_("Day that the list speaks for"), required=True, help_text=_("For example 2024-05-01."))
    confirmed = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class Appointing(forms.Form):
    """Who is appointed to which role, in which scope, from when to when."""

    name = forms.ChoiceField(label=_("Account"))
    role = forms.ChoiceField(label=_("Role"))
    scope = forms.ChoiceField(label=_("Scope"), required=False)
    level = forms.ChoiceField(
        label=_("Level"), choices=[("both", _("both")), ("unit", _("Units (部局間)")), ("university", _("The universities (大学間)"))]
    )
    kinds = forms.CharField(
        label=_("Only these kinds of agreement, one a line (none: all)"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )  # fmt: skip
    valid_from = day_field(_("First day (empty: today)"))
    valid_to = day_field(_("Last day (empty: until it is ended)"), placeholder="2025-03-31")
    reason = forms.CharField(label=_("Reason (may be left empty)"), required=False, max_length=1000)

    def __init__(self, *args: Any, page: PeoplePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = [("", _("everything"))] if page.everything else []
        chosen = {
            "name": [("", _("Please choose")), *((name, name) for name in page.accounts)],
            "role": [("", _("Please choose")), *((role, spec.name.to(page_language())) for role, spec in ROLE_SPECS.items())],
            "scope": [*scopes, *page.scopes],
        }
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def given(self) -> dict[str, Any]:
        """What the operation takes: the scope as an institution or a unit, the kinds one by one."""
        said = {name: self.cleaned_data[name] for name in ("name", "role", "level", "valid_from", "valid_to", "reason")}
        sort, _sign, number = self.cleaned_data["scope"].partition("-")
        said["kinds"] = self.cleaned_data["kinds"].splitlines()
        return said | ({sort: int(number)} if number else {})


class NewInstitution(forms.Form):
    """An institution: its name, its English name, where it sits."""

    name = forms.CharField(label=_("Name, as lists are to print it"), max_length=300)
    name_en = forms.CharField(label=_("English name"), max_length=300, required=False)
    territory = forms.CharField(label=_("Country or region (two letters, such as TH)"), max_length=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class Ending(forms.Form):
    """The appointment as it was looked at, and why it is ended."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason (may be left empty)"), required=False, max_length=1000)
