"""What is promised to one client: a small page beside 'Edit client', for whoever may edit the client."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from agency import registry
from agency.doors import member_door
from agency.http import MemberRequest
from agency.permissions import require
from agency.promise import promise_words, target_words, terms_of
from agency.registry import WorkedExample
from clients.domain import promises
from clients.forms.promise import PromiseForm
from clients.models import Client
from clients.views.answers import form_page, said, tried
from clients.views.clients import this_client


@member_door("client.edit", writes=True)
def client_promise(request: MemberRequest, key: str) -> HttpResponse:
    """While somebody types, htmx asks with `?preview=` what the numbers would mean for one message."""
    found = this_client(request, key)
    require(request.member, "client.edit", found)
    if request.htmx and "preview" in request.GET:
        example = example_of(PromiseForm(request.GET, client=found), found)
        return render(request, "agency/worked_example.html", {"example": example})
    form = PromiseForm(request.POST or None, client=found)
    if request.method == "POST":
        by, at = request.member, timezone.now()
        if tried(form, lambda: promises.change(found, by=by, at=at, **form.own())):
            said(request, _("Saved. Clocks that run follow within a minute; none of them gets longer."))
            return redirect("client", request.agency.slug, found.key)
    usual = terms_of(request.agency)
    words = {"promise": promise_words(usual), "target": target_words(usual)}
    silence = ngettext(
        "A summary that they do not answer counts as agreed after %(count)s working day.",
        "A summary that they do not answer counts as agreed after %(count)s working days.",
        request.agency.silence_days,
    )
    context = {
        "form": form,
        "client": found,
        "example": example_of(form, found),
        "usual": _("Everybody hears from you within %(promise)s, and from a person within %(target)s.") % words,
        "usual_silence": silence % {"count": request.agency.silence_days},
    }
    return form_page(request, "clients/client_promise.html", context)


def example_of(form: PromiseForm, client: Client) -> WorkedExample | None:
    terms = form.terms(client)
    return registry.worked_example(client.agency, terms, timezone.now()) if terms else None
