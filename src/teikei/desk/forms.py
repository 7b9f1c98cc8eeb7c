"""What people fill in. What a value may be is decided by the operations; a form only asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
    as_of = forms.DateField(
        label=_("Day that the list speaks for"), input_formats=["%Y-%m-%d"], help_text=_("For example 2024-05-01."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "2024-05-01", "maxlength": "10"}),
    )  # fmt: skip
    confirmed = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
