"""API tokens: one's own, and for owners those of the agency. A new one is shown once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from agency import queries
from agency.domain import tokens as verbs
from agency.doors import member_door
from agency.forms.tokens import TokenForm
from agency.http import MemberRequest
from agency.models import ApiToken
from agency.permissions import may
from agency.reach import reach
from agency.sections import settings_sections


@member_door("token.personal", writes=True)
@never_cache
def tokens(request: MemberRequest) -> HttpResponse:
    """POST makes a token, with `for_agency` one of the agency; only the page that answers shows its text."""
    of_agency = "for_agency" in request.POST
    own = TokenForm(None if of_agency else request.POST or None, prefix="own")
    agencys = TokenForm(request.POST if of_agency else None, prefix="agency")
    form = agencys if of_agency else own
    made: tuple[ApiToken, str] | None = None
    if request.method == "POST" and form.is_valid():
        made = make(request, form, of_agency)
        own, agencys = (own, agencys) if form.errors else (TokenForm(prefix="own"), TokenForm(prefix="agency"))
    now, zone = timezone.now(), timezone.get_current_timezone()
    owns = may(request.member, "token.agency")
    context = {
        "own_form": own,
        "agency_form": agencys,
        "made": made[0] if made else None,
        "secret": made[1] if made else "",
        "own": queries.token_rows(queries.tokens_of(request.member, of_agency=False), zone, now),
        "agencys": queries.token_rows(queries.tokens_of(request.member, of_agency=True), zone, now) if owns else [],
        "owns": owns,
        "settings_sections": settings_sections(request),
    }
    return render(request, "agency/tokens.html", context, status=422 if form.errors else 200)


def make(request: MemberRequest, form: TokenForm, of_agency: bool) -> tuple[ApiToken, str] | None:
    at = timezone.now()
    try:
        return verbs.create(
            name=form.cleaned_data["name"],
            scope=form.cleaned_data["scope"],
            expires_at=form.expires_at(at),
            for_agency=of_agency,
            by=request.member,
            at=at,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


@member_door("token.personal", writes=True)
@require_POST
def token_revocation(request: MemberRequest, key: str) -> HttpResponse:
    """Another's token is out of reach for whoever may not manage all of them."""
    within_reach = ApiToken.objects.all()
    if not may(request.member, "token.agency"):
        within_reach = within_reach.filter(member=request.member, for_agency=False)
    token = reach(within_reach, key=key)
    verbs.revoke(token, by=request.member, at=timezone.now())
    messages.success(request, _("“%(name)s” does not work any more.") % {"name": token.name})
    return redirect("tokens", request.agency.slug)
