"""The frame that every tab of a client's page stands in, whichever room it belongs to.

A view adds `client_frame(request, client, "its tab")` to its context and renders a template that extends
frames/client.html and fills the block `tab`. Asked by htmx, the same view answers with the part inside the page alone.
"""

from typing import Any

from django.utils import timezone

from agency.http import MemberRequest
from clients.models import Client
from clients.queries.client_page import head, summary_head, tabs

FIRST_TAB = "timeline"


def client_frame(request: MemberRequest, client: Client, tab: str) -> dict[str, Any]:
    """Context of frames/client.html. The first tab shows the whole head, the others a short one.

    `client` is read with lead and backup and their users, or they are read one by one.
    """
    member, now = request.member, timezone.now()
    shown = tabs(client, member, tab)
    return {
        "client": client,
        "client_frame": {
            **summary_head(client, member),
            "tabs": shown,
            "label": next((each["label"] for each in shown if each["current"]), ""),
            "is_first": tab == FIRST_TAB,
            "head": head(client, member, now) if tab == FIRST_TAB else None,
        },
    }
