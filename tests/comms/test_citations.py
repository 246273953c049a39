"""Quoting what was agreed: only what the reader may read, dated, in their language, with a link that only shows."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from agency.models import Event
from agency.tenancy.scope import within
from clients.domain import scopes
from clients.models import Contact, Person
from comms import polite_lines, quoting
from comms.domain import agreements, answers, calls, citations, corrections, requests, summaries
from comms.domain.calls import CallNotes, TopicNotes
from comms.domain.citations import NotQuotable
from comms.models import Citation, Decision, Interaction, Request, Summary
from comms.queries.citations import quoted
from tests.comms.mailroom import written_by
from tests.comms.test_calls import link_of
from tests.counting import queries_of
from tests.world import CANARY, House, World


def decided(house: House, what: str, *, topic: str = "Checkout", send: bool = True) -> Summary:
    now, by = timezone.now(), house.manager
    topics = [TopicNotes(title=topic, decision=what, reason="Fewer people leave", decided_by=house.contact)]
    notes = CallNotes(kind="call", at=now - timedelta(hours=1), contacts=[house.contact], topics=topics)
    summary = calls.log_call(house.client, notes, by=by, at=now)
    return summaries.send(summary, by=by, at=now, to=[house.contact]) if send else summary


def passages(contact: Contact, text: str) -> list[str]:
    return [offer.passage for offer in quoting.found(contact, text, timezone.now())]


def test_only_what_the_reader_may_read(ours: House, request_: Request) -> None:
    now, by = timezone.now(), ours.manager
    with within(ours.agency):
        decided(ours, "The zebra stands before the payment")
        decided(ours, "A zebra in a draft", send=False)
        requests.note(request_, by=by, at=now, text="Our own zebra")
        answers.answer(request_, by=by, at=now, text="Dear Maria, the zebra is striped.", to=[ours.contact])
        scope = scopes.draft(ours.client, by=by, at=now)
        scopes.revise(scope, by=by, at=now, promises=[], exclusions=[], assumptions="No zebra yet", fee_minor=700_000)
    private = written_by(
        ours, ours.second_contact, subject="Private", text="Jens says zebra", message_id="<p@client.example>"
    )
    with within(ours.agency):
        maria, jens = passages(ours.contact, "zebras"), passages(ours.second_contact, "zebras")
        assert "The zebra stands before the payment" in maria
        assert "Dear Maria, the zebra is striped." in maria
        assert not {"Our own zebra", "Jens says zebra", "No zebra yet"} & {*maria}
        assert not any("draft" in one for one in maria + jens)
        assert "Jens says zebra" in jens
        assert not passages(ours.other_contact, "zebra")
        note = Interaction.objects.get(text="Our own zebra")
        said = Interaction.objects.get(request=private, direction="in")
        draft = Summary.objects.get(state="draft")
        for kind, pk in (
            ("interaction", note.pk),
            ("interaction", said.pk),
            ("summary", draft.pk),
            ("task", 1),
            ("", 0),
        ):
            with pytest.raises(NotQuotable):
                citations.cite(ours.contact, kind, pk, by=by, at=now)


def test_a_dated_citation_in_the_readers_language_and_what_became_of_it(ours: House) -> None:
    now, by = timezone.now(), ours.manager
    with within(ours.agency):
        Person.objects.filter(pk=ours.contact.person_id).update(language="ru")
        contact = Contact.objects.select_related("person", "client").get(pk=ours.contact.pk)
        decided(ours, "Postcode first")
        decision = Decision.objects.get()
        with translation.override("en"):
            _made, text = citations.cite(contact, "decision", decision.pk, by=by, at=now, words="postcodes")
        assert "Postcode first" in text
        assert re.search(r"/quoted/[\w-]{32}/$", text)
        assert re.search("[а-я]{4}", text), "the day is in Russian"
        later = Decision.objects.create(
            client=ours.client, interaction=decision.interaction, what="Postcode last", decided_on=decision.decided_on,
            recorded_at=now, supersedes=decision,
        )  # fmt: skip
        _made, text = citations.cite(contact, "decision", decision.pk, by=by, at=now)
        assert "Postcode last" in text
        assert later.pk


def test_what_is_corrected_and_not_settled_is_not_called_agreed(world: World, ours: House) -> None:
    """Maria corrects the decision, Jens reads it; when the next version is sent it is settled."""
    now, by = timezone.now(), ours.manager
    jens = ours.second_contact
    with within(ours.agency):
        summary = decided(ours, "The zebra stands first")
        decided(ours, "The zebra is striped")
        decision, other = Decision.objects.order_by("pk")
        link, _token = link_of(world, summary, ours.contact)
        agreements.answer(link, corrections={1: "The zebra stands last"}, at=now)
        _made, mine = citations.cite(ours.contact, "decision", decision.pk, by=by, at=now)
        made, text = citations.cite(jens, "decision", decision.pk, by=by, at=now)
        _made, whole = citations.cite(jens, "summary", summary.pk, by=by, at=now)
        assert "agreed" not in mine + text
        assert "You corrected what we wrote down; it is not settled yet" in mine
        assert "Maria Holm corrected what we wrote down; it is not settled yet" in text
        assert "Maria Holm corrected a part of it" in whole
        assert "You" not in text + whole
        assert "we agreed on the call" in citations.cite(jens, "decision", other.pk, by=by, at=now)[1]
    reader: Any = world.browser(None)
    page = reader.get(text[text.index(f"/{ours.agency.slug}/") :].strip()).content.decode()
    assert "agreed" not in page
    assert "not settled yet" in page
    asked = world.browser(by).get(ours.url("search/"), {"q": "zebra stands"}).content.decode()
    assert "corrected by the client, not settled yet" in asked
    log = world.browser(world.ours.manager).get(world.ours.url("decisions/")).content.decode()
    assert "Corrected by the client, not settled yet" in log
    letter = world.browser(jens).get(reverse("portal", args=[ours.agency.slug, ours.client.key])).content.decode()
    assert letter.count("Maria Holm corrected what we wrote down") == 1
    with within(ours.agency):
        draft = corrections.take_over(Summary.objects.get(pk=summary.pk), by=by, at=now)
        summaries.send(draft, by=by, at=now, to=[ours.contact])
        later = Decision.objects.order_by("pk").last()
        assert later is not None
        assert "we agreed on the call" in citations.cite(jens, "decision", later.pk, by=by, at=now)[1]
    assert made.pk


def test_the_composer_quotes_with_and_without_script(world: World, ours: House, request_: Request) -> None:
    browser = world.browser(ours.manager)
    with within(ours.agency):
        decided(ours, "The postcode stands before the payment")
        thing = f"decision:{Decision.objects.get().key}"
    place = f"requests/{request_.key}/"
    kept = browser.post(ours.url(f"{place}quoting/"), {"text": "Dear Maria, as I said", "once": "0" * 12})
    assert kept.status_code == 302
    found = browser.get(ours.url(f"{place}quoting/"), {"q": "postcode"}).content.decode()
    assert "<mark>postcode</mark>" in found
    assert thing in found
    browser.post(ours.url(f"{place}citations/"), {"thing": thing, "words": "postcode"})
    page = browser.get(ours.url(place)).content.decode()
    assert "as I said" in page
    assert "we agreed on the call: “The postcode stands before the payment”" in page
    words = browser.post(ours.url(f"{place}citations/"), {"thing": thing}, headers={"X-Quotes": "1"}).json()["text"]
    for wrong in ("", "decision:", "task:x", f"decision:{'0' * 12}", "interaction:\x00", "decision:" + "9" * 500):
        answer = browser.post(ours.url(f"{place}citations/"), {"thing": wrong}, headers={"X-Quotes": "1"})
        assert answer.status_code == 422
    assert world.browser(ours.specialist).post(ours.url(f"{place}citations/"), {"thing": thing}).status_code == 403
    assert world.browser(world.theirs.owner).post(ours.url(f"{place}citations/"), {"thing": thing}).status_code == 404
    now = timezone.now()
    with within(ours.agency):
        sent = answers.answer(request_, by=ours.manager, at=now, text=f"Hello,\n\n{words}\n\nIda")
        citation = Citation.objects.get(interaction=sent)
        assert quoted("decision", [citation.object_id], ours.manager) == {citation.object_id: [citation]}
        assert Event.objects.filter(verb="citation.sent", object_id=citation.pk, shown=False).count() == 1
        answers.take_back(sent, by=ours.manager, at=now)
        assert not quoted("decision", [citation.object_id], ours.manager)
        again = answers.answer(request_, by=ours.manager, at=now, text=f"Hello again,\n\n{words}")
        assert Citation.objects.get(pk=citation.pk).interaction_id == again.pk
    page = browser.get(ours.url(f"citations/{citation.key}/")).content.decode()
    assert "Maria Holm" in page
    assert "open until" in page


def test_the_link_shows_and_decides_nothing(world: World, ours: House, request_: Request) -> None:
    now, by = timezone.now(), ours.manager
    with within(ours.agency):
        decided(ours, "Postcode first")
        made, text = citations.cite(ours.contact, "decision", Decision.objects.get().pk, by=by, at=now)
        summary, said = citations.cite(ours.contact, "summary", Summary.objects.get().pk, by=by, at=now)
        before = Event.objects.count()
    link, whole = (re.search(r"/\S+/quoted/\S+$", one.replace("http://localhost:8000", ""))[0] for one in (text, said))  # type: ignore[index]
    link, whole = (one[one.index(f"/{ours.agency.slug}/") :] for one in (link, whole))
    reader: Any = world.browser(None)
    shown = reader.get(link)
    assert shown.status_code == 200
    assert b"Postcode first" in shown.content
    assert b"Fewer people leave" in shown.content
    assert "no-store" in shown["Cache-Control"]
    assert reader.get(whole).status_code == 200
    assert reader.post(link).status_code == 405
    assert reader.put(link).status_code == 405
    for wrong in (
        link[:-2] + "/",
        link[:-2] + ("a/" if link[-2] != "a" else "b/"),
        link.replace(ours.agency.slug, world.theirs.agency.slug),
    ):
        assert reader.get(wrong).status_code == 404
    assert reader.get(link.replace("/quoted/", "/l/")).status_code == 404
    browser = world.browser(by)
    assert world.browser(world.theirs.owner).get(world.theirs.url(f"citations/{made.key}/")).status_code == 404
    browser.post(ours.url(f"citations/{made.key}/revocation/"))
    closed = reader.get(link)
    assert closed.status_code == 200
    assert b"Postcode first" not in closed.content
    browser.post(ours.url(f"citations/{made.key}/revocation/"), {"undo": "1"})
    assert b"Postcode first" in reader.get(link).content
    with within(ours.agency):
        Citation.objects.update(expires_at=now - timedelta(seconds=1))
        assert Event.objects.count() == before + 2
    assert b"Postcode first" not in reader.get(link).content
    assert summary.pk


def test_unasked_the_nearest_things_and_as_many_queries_for_three_as_for_one(world: World, ours: House) -> None:
    asked = written_by(ours, ours.contact, subject="Checkout", text="Why does the postcode stand before the payment?")
    browser, counts = world.browser(ours.manager), []
    with within(world.theirs.agency):
        decided(world.theirs, f"The postcode stands before the payment {CANARY}")
    for number in range(3):
        with within(ours.agency):
            decided(ours, f"The postcode {number} stands before the payment", topic=f"Topic {number}")
        place = ours.url(f"requests/{asked.key}/quoting/")
        counts.append(queries_of(lambda place=place: browser.get(place, {"quiet": 1}, headers={"HX-Request": "true"})))
    near = browser.get(place, {"quiet": 1}, headers={"HX-Request": "true"}).content.decode()
    assert "postcode</mark>" in near
    assert CANARY not in near
    assert near.count("<li>") == 3
    assert counts[0] == counts[-1]


def test_neither_a_greeting_nor_a_closing_is_offered(ours: House, request_: Request) -> None:
    """Ida is of ours, and in every letter: her name makes no two of them near."""
    text = "Hello Ida,\n\nthe zebra stands at the gate, and the lemur sits on it.\n\nKind regards\nMaria"
    written_by(ours, ours.contact, subject="Animals", text=text, message_id="<z@client.example>")
    with within(ours.agency):
        found = quoting.near(request_, "Hello Ida,\nwhere do the zebra and the lemur stand?", timezone.now())
        assert [offer.passage for offer in found] == ["the zebra stands at the gate, and the lemur sits on it."]
        assert not quoting.near(request_, "Hello Ida Brandt,\ndo Ida and Brandt like the zebra?", timezone.now())
    assert quoting.passage("Hello Ida,\n\nAll is well.", []) == "All is well."


@pytest.mark.parametrize(
    ("line", "polite"),
    [
        ("Hello Ida,", True),
        ("Good morning", True),
        ("Уважаемая Мария!", True),
        ("Здравствуйте, Мария Хольм,", True),
        ("尊敬的Maria：", True),
        ("Maria Holm，您好：", True),
        ("顺颂商祺", True),
        ("مرحبًا ماريا،", True),
        ("Kind regards", True),
        ("Many thanks!", True),
        ("Maria Holm", True),
        ("Dear Maria, the zebra is striped.", False),
        ("Hello, where is the page", False),
        ("Hinges are missing", False),
        ("Best before May", False),
        ("Thanks, the postcode stands first", False),
    ],
)
def test_lines_that_only_greet_or_close(line: str, polite: bool) -> None:
    assert polite_lines.is_polite(line, {"maria", "holm"}) is polite
