"""Names for what is being typed into the search box, as the list that the page's script shows below it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teikei.portal.parameters import search_address
from teikei.registry.queries.search import suggestions as names_with


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """At most eight names that hold the words of `q`, of institutions, units and territories that have agreements. One query."""
    terms = search_address(request.GET).terms
    context = {"suggestions": names_with(terms.text), "words": tuple(word.text for word in terms.words)}
    return render(request, "portal/parts/suggestions.html", context)
