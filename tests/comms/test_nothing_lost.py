"""Nothing typed is lost: not by a refusal, not in a second window, not with the session; and nothing is said twice."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agency.domain import absences
from agency.tenancy.scope import within
from comms.domain import episodes
from comms.models import Draft, DraftFile, Interaction, Request
from tests.world import World


@pytest.fixture
def asked(world: World) -> Request:
    with within(world.ours.agency):
        return episodes.open_request(
            contact=world.ours.contact, subject="Adverts?", text="When?", at=timezone.now() - timedelta(hours=2)
        )


def url(world: World, name: str, *keys: str) -> str:
    return reverse(name, args=[world.ours.agency.slug, *keys])


def test_who_is_away_is_marked_where_one_assigns(world: World, asked: Request) -> None:
    now = timezone.now()
    with within(world.ours.agency):
        absences.enter(
            world.ours.specialist, first=now.date(), last=now.date() + timedelta(days=9), by=world.ours.owner, at=now
        )
    browser = world.browser(world.ours.manager)
    page = browser.get(url(world, "request", asked.key)).content.decode()
    menu = page[page.index('class="thread__do') :]
    assert re.search(rf"<bdi>{world.ours.specialist.user}</bdi><small>away until ", menu)
    assert menu.index(str(world.ours.manager.user)) < menu.index(str(world.ours.owner.user)), "oneself comes first"
    given = browser.post(url(world, "assignment", asked.key), {"member": world.ours.specialist.key}, follow=True)
    assert "looks after it, and is away until " in given.content.decode()


def test_what_cannot_be_acknowledged_is_not_lost(world: World, asked: Request) -> None:
    browser, address = world.browser(world.ours.manager), url(world, "acknowledgement", asked.key)
    typed = {"text": "You hear by {deadline}, I hope.", "next": "today", "once": "abcdefghjkmn"}
    answer = browser.post(address, typed, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == url(world, "request", asked.key)
    page = browser.get(answer["HX-Redirect"]).content.decode()
    assert "Fill in {deadline} first." in page
    assert "You hear by {deadline}, I hope.</textarea>" in page


def test_an_acknowledgement_leaves_no_draft_behind_and_keeps_files(world: World, asked: Request) -> None:
    """Taken back and sent again from the page that shows it: else its own words would wait there to be sent twice."""
    browser, address = world.browser(world.ours.manager), url(world, "acknowledgement", asked.key)
    browser.post(address, {"text": "We are on it.", "once": "abcdefghjkmn"})
    browser.post(url(world, "message_withdrawal", "abcdefghjkmn"))
    plan = SimpleUploadedFile("plan.txt", b"soon")
    again = {"text": "We are on it.", "once": "nmkjhgfedcba", "based": "abcdefghjkmn", "files": plan}
    assert "Your files wait for the answer." in browser.post(address, again, follow=True).content.decode()
    with within(world.ours.agency):
        assert not Draft.objects.filter(member=world.ours.manager).exists()
        assert DraftFile.objects.get().name == "plan.txt"


def test_a_note_sent_twice_is_one_and_two_windows_keep_both(world: World, asked: Request) -> None:
    browser, address = world.browser(world.ours.manager), url(world, "note", asked.key)
    keeping = url(world, "draft", f"note:{asked.key}")
    browser.post(keeping, {"text": "She pays late.", "once": "abcdefghjkmn"})
    browser.post(keeping, {"text": "Ask Lena first.", "once": "nmkjhgfedcba"})
    page = browser.get(url(world, "request", asked.key)).content.decode()
    assert "Ask Lena first.</textarea>" in page
    assert "She pays late.</div>" in page
    for _twice in range(2):
        browser.post(address, {"text": "Ask Lena first.", "once": "nmkjhgfedcba"})
    with within(world.ours.agency):
        assert Interaction.objects.filter(internal=True).count() == 1
        assert Draft.objects.get().fields["text"] == ["She pays late."], "the other window's is the draft now"


def test_who_is_signed_out_keeps_what_they_typed(world: World, asked: Request) -> None:
    browser, answer = world.browser(None), url(world, "answer", asked.key)
    here = url(world, "request", asked.key)
    page = browser.post(answer, {"text": "Yes, <b>both</b>."}, headers={"Referer": f"http://testserver{here}"})
    assert page.status_code == 401
    assert "Yes, &lt;b&gt;both&lt;/b&gt;.</textarea>" in page.content.decode()
    assert f"/accounts/login/?next={here}" in page.content.decode()
    elsewhere = browser.post(answer, {"text": "Yes."}, headers={"Referer": "https://elsewhere.example/"})
    assert "elsewhere.example" not in elsewhere.content.decode()
    draft = url(world, "draft", f"reply:{asked.key}")
    for header in ("X-Draft", "HX-Request"):
        refused = browser.post(draft, {"text": "Yes."}, headers={header: "true"})
        assert (refused.status_code, refused.content) == (401, b""), "a script's page stays as it is"


def test_who_cannot_be_written_to_is_said_before_one_writes(world: World, asked: Request) -> None:
    browser, page = world.browser(world.ours.manager), url(world, "request", asked.key)
    assert "has no e-mail address" not in browser.get(page).content.decode()
    with within(world.ours.agency):
        world.ours.contact.person.addresses.all().delete()
    said = browser.get(page).content.decode().split("composer__to")[1].split("<textarea")[0]
    assert "has no e-mail address that works." in said
    assert "Log a call" in said
