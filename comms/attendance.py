"""Beside a call that was written down: who was there, of them and of us, and what a machine heard of it."""

from typing import Any

from django.utils.translation import ngettext

from agency import wording
from agency.models import Membership
from agency.permissions import may
from comms import heard
from comms.models import Interaction, Transcript


def of_call(call: Interaction, member: Membership, words: str = "") -> dict[str, Any]:
    """`words` are looked for in the transcript. Three queries."""
    theirs = [there.contact for there in call.participants.select_related("contact__person").order_by("id")]
    others = [there.member for there in call.our_participants.select_related("member__user").order_by("id")]
    ours = [one for one in (call.member, *others) if one is not None]
    names = {f"c:{contact.key}": contact.person.name for contact in theirs}
    names |= {f"m:{one.key}": str(one.user) for one in ours}
    return {
        "theirs": wording.listing([contact.person.name for contact in theirs]),
        "ours": wording.listing([str(one.user) for one in ours]),
        "transcript": _transcript(call, names, words.strip()[: heard.LONGEST_SEARCH]),
        "may_remove": may(member, "call.log", call.client),
    }


def _transcript(call: Interaction, names: dict[str, str], words: str) -> dict[str, Any] | None:
    found = Transcript.objects.filter(interaction=call).first()
    if found is None:
        return None
    lines = heard.lines(found, names, set(map(str, found.used)))
    count = len(lines)
    return {
        "lines": heard.holding(lines, words),
        "words": words,
        "name": found.name,
        "length": ngettext("%(count)s line", "%(count)s lines", count) % {"count": count},
    }
