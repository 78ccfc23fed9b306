"""The page behind the search box of the frame; the results alone for whoever types on the page itself."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from nuandong.web.http import SignedRequest
from nuandong.web.pages.search.finding import find, the_one


@require_GET
def search(request: SignedRequest) -> HttpResponse:
    """Everything the text finds, grouped by kind; what it names for sure opens at once."""
    words = request.GET.get("q", "").strip()
    groups = find(words, by=request.actor, now=request.now)
    only = the_one(groups)
    if only is not None and only.url and not request.htmx:
        return redirect(only.url)
    context = {"groups": groups, "words": words, "search_words": words}
    return render(request, "search/_results.html" if request.htmx else "search/page.html", context)
