"""Addresses of chat services: what is taken for one, the library that posts takes too, and refuses what we refuse."""

import pytest
from apprise import Apprise

from comms.chat_addresses import SERVICES, NoService, service_of

TEAMS = "/triggers/manual/paths/invoke?api-version=2016-06-01&sp=x&sv=1.0&sig=abc"
ADDRESSES = {
    "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ": "Slack",
    " SLACK://Rapport@T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#solvang ": "Slack",
    "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ": "Slack",
    f"https://prod-11.westeurope.logic.azure.com:443/workflows/abc{TEAMS}": "Microsoft Teams",
    f"https://x.api.powerplatform.com/powerautomate/automations/direct/workflows/abc{TEAMS}": "Microsoft Teams",
    "workflows://prod-11.logic.azure.com/workflow/signature": "Microsoft Teams",
    "tgram://123456789:ABCdefghij/-100123": "Telegram",
    "discord://123/abc": "Discord",
    "https://discord.com/api/webhooks/123/abc": "Discord",
    "https://discordapp.com/api/webhooks/123/abc/": "Discord",
    "https://chat.googleapis.com/v1/spaces/AAA/messages?key=k&token=t": "Google Chat",
    "gchat://space/key/token": "Google Chat",
    f"https://webexapis.com/v1/webhooks/incoming/{'a' * 80}": "Webex",
    "https://mattermost.agency.example/hooks/abc": "Mattermost",
    "mmosts://chat.agency.example/token": "Mattermost",
    "rocket://user:secret@chat.agency.example/room": "Rocket.Chat",
    "rockets://abc/def@chat.agency.example": "Rocket.Chat",
    f"zulip://bot@agency/{'a' * 32}/general": "Zulip",
    "matrixs://user:secret@matrix.agency.example/#room": "Matrix",
    "line://token/U1": "LINE",
    "json://hooks.agency.example": "JSON",
    "jsons://user:secret@hooks.agency.example:8443/solvang": "JSON",
}
NONE = [
    *("", "solvang", "https://example.com/x", "http://", "mailto://a@b.example", "json://", "slack://", "slack://T/B"),
    *("tgram://nope", "tgram://token/chat", "gchat://space", "discord://123", "zulip://x", "line://x", "mmost://host"),
    *("rocket://host", "matrix://host", "ftp://host/x", "javascript:alert(1)", "https://hooks.slack.com.evil.example/"),
]


def theirs(address: str) -> str | None:
    found = Apprise.instantiate(address.strip(), suppress_exceptions=True)
    return SERVICES.get(str(found.url()).partition(":")[0]) if found else None


@pytest.mark.parametrize(("address", "service"), ADDRESSES.items())
def test_an_address_leads_to_the_service_that_the_library_would_post_to(address: str, service: str) -> None:
    assert (service_of(address), theirs(address)) == (service, service)


@pytest.mark.parametrize("address", NONE)
def test_anything_else_is_refused_as_the_library_refuses_it(address: str) -> None:
    assert theirs(address) is None
    with pytest.raises(NoService):
        service_of(address)
