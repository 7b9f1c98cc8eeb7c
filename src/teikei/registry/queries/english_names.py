"""What an institution is called in English, as a part of other queries."""

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from teikei.registry.models import NameForm


def english_label(institution: str) -> Subquery:
    """The English name in use of the institution that a field names, NULL where it has none."""
    forms = NameForm.objects.filter(institution=OuterRef(institution), language="en", kind="label", used_to=None)
    return Subquery(forms.values("text")[:1])


def english_name(institution: str = "") -> Coalesce:
    """The same, where no record says it: the name of the accepted record first, else its own, "" where there is neither.

    institution: the field that names it; without one, the rows are the institutions.
    """
    path = f"{institution}__" if institution else ""
    return Coalesce(f"{path}judgment__record__name_en", english_label(f"{path}pk"), Value(""))
