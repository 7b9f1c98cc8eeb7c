"""The tokens of the person's own programs: made, shown once, revoked."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.names.bilingual import Refusal
from teikei.pages.tongues import in_page_language
from teikei.registry.operations.tokens import DAYS, MOST_DAYS, make_token, revoke_token
from teikei.registry.permissions.scopes import SCOPE_WORDS
from teikei.registry.queries.tokens import own_tokens


class MakeToken(forms.Form):
    """What the token is for, what it may do, how long."""

    label = forms.CharField(label=gettext_lazy("What it is for"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=[(scope, in_page_language(text)) for scope, text in SCOPE_WORDS.items()],
        initial=["read"], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    days = forms.IntegerField(label=gettext_lazy("Days until it expires"), min_value=1, max_value=MOST_DAYS, initial=DAYS)


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The person's tokens, and a form for a new one. Its text is shown once, on the answer to the form."""
    form, made, now = MakeToken(), "", timezone.now()
    if request.method == "POST":
        number = request.POST.get("revoke", "")
        if number.isdecimal() and len(number) < 16:
            revoke_token(int(number), by=request.user, at=now)
            return redirect("desk:tokens")
        form = MakeToken(request.POST)
        try:
            if form.is_valid():
                said = form.cleaned_data
                made = make_token(said["label"], said["scopes"], days=said["days"], by=request.user, at=now)
                form = MakeToken()
        except Refusal as refusal:
            tell(request, refusal)
    context = {"form": form, "made": made, "tokens": own_tokens(by=request.user), "now": now}
    return render(request, "desk/tokens.html", context)
