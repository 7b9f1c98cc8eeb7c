"""What people fill in about documents, contacts, notes and checks. What a value may be is decided by the operations."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from teikei.desk.forms import day_field
from teikei.names.bilingual import Text
from teikei.pages.tongues import in_page_language
from teikei.rules.words import CHOICES

LANGUAGES = [("", _("not said")), ("ja", "日本語"), ("en", "English"), ("zh", "中文"), ("ko", "한국어"), ("fr", "Français"), ("de", "Deutsch"),
             ("es", "Español"), ("ru", "Русский"), ("th", "ไทย"), ("vi", "Tiếng Việt"), ("id", "Bahasa Indonesia"), ("mul", _("several"))]  # fmt: skip


def choices(words: Mapping[Any, Text], *values: Any) -> list[tuple[Any, Any]]:
    """The choices of a field in the language of the page that shows it; values: these only, in this order."""
    return [(value, in_page_language(words[value])) for value in values or words]


class Unprompted(forms.Form):
    """A form whose fields the browser does not fill in from elsewhere, and that carries the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class Attaching(Unprompted):
    """A document for an agreement or a memorandum."""

    file = forms.FileField(label=_("Document"), max_length=1000, allow_empty_file=True)
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    memorandum = forms.ChoiceField(label=_("Belongs to"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=choices(CHOICES["visibility"], "staff", "unit", "public"))

    def __init__(self, *args: Any, memoranda: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["memorandum"].choices = [("", _("the agreement itself")), *memoranda]  # type: ignore[attr-defined]


class AddContact(Unprompted):
    """Somebody who answers for the agreement."""

    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.CharField(label=_("Role"), max_length=200, required=False, help_text=_("For example: coordinator, secretary of the unit."))
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int, empty_value=None, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Reminders of this agreement are sent there."))
    valid_from = day_field(_("From"))
    valid_to = day_field(_("To"))

    def __init__(self, *args: Any, units: tuple[tuple[int, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("none")), *units]  # type: ignore[attr-defined]


class AddNote(Unprompted):
    """A remark."""

    text = forms.CharField(label=_("Note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=choices(CHOICES["visibility"], "staff", "unit", "public")[:2])


class AddCheck(Unprompted):
    """A check before signing and its result."""

    kind = forms.ChoiceField(label=_("Check"), choices=choices(CHOICES["checks.kind"]))
    result = forms.ChoiceField(label=_("Result"), choices=choices(CHOICES["result"]))
    checked_on = day_field(_("Checked on"), required=True)
    valid_to = day_field(_("Good until"))
    by = forms.CharField(label=_("Checked by"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)
