"""How the member wants to hear of things."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.doors import member_door
from agency.http import MemberRequest
from agency.sections import settings_sections
from comms.domain import notice_choices as verbs
from comms.forms.notices import NoticesForm


@member_door("member.self", writes=True)
def my_notices(request: MemberRequest) -> HttpResponse:
    form = NoticesForm(request.POST or None, chosen=verbs.chosen(request.member))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.choose(request.member, form.cleaned_data, by=request.member, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("my_notices", request.agency.slug)
    context = {"form": form, "settings_sections": settings_sections(request)}
    return render(request, "comms/my_notices.html", context, status=422 if form.errors else 200)
