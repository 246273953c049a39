"""What somebody was typing, kept every few seconds by the browser, and given back when they open the form again."""

from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from agency.models import Membership
from comms.models import Draft

NOT_KEPT = {"csrfmiddlewaretoken", "do", "more"}
MOST_FIELDS, LONGEST = 500, 20_000


@transaction.atomic
def keep(member: Membership, place: str, data: QueryDict, *, at: datetime) -> Draft:
    """Keeps a form's fields, the newest alone. Longer values than LONGEST characters are kept up to there."""
    fields = {
        name: [value[:LONGEST] for value in values]
        for name, values in list(data.lists())[:MOST_FIELDS]
        if name not in NOT_KEPT
    }
    draft, _created = Draft.objects.update_or_create(
        member=member, place=place[:80], defaults={"fields": fields, "kept_at": at}
    )
    return draft


def recall(member: Membership, place: str) -> QueryDict | None:
    """The kept fields as if they had been sent, or None."""
    draft = Draft.objects.filter(member=member, place=place).first()
    if draft is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, [values] if isinstance(values, str) else values)
    return data


def forget(member: Membership, place: str) -> None:
    Draft.objects.filter(member=member, place=place).delete()
