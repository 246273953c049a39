"""The decision log: recorded by hand and from calls, never edited, superseded once, looked at again (practice M0a)."""

import ast
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agency.models import Event
from agency.tenancy.scope import within
from clients.domain import rights
from clients.models import Task
from comms import noting_letters
from comms.domain import calls, decisions, first_words, flags, summaries
from comms.domain.calls import ActionNotes, CallNotes, LedToSomething, TopicNotes
from comms.models import Decision, Draft, Interaction, Notice, OutboxMessage, Request, ScopeFlag, Summary
from comms.models.decision import DecisionIsNeverEdited
from comms.queries.decisions import chain_of, decisions_due
from comms.queries.inbox import clock_of, requests_of, with_clock
from tests.comms.mailroom import written_by
from tests.house.test_shape import CODE
from tests.world import CANARY, NOW, House, World

TODAY = NOW.date()


def recorded(house: House, what: str = "We drop the print adverts.", **fields: object) -> Decision:
    given = {"decided_by": house.contact, "decided_on": TODAY, **fields}
    return decisions.record(house.client, by=house.manager, at=NOW, what=what, **given)  # type: ignore[arg-type]


def call_with(house: House, *topics: TopicNotes) -> Summary:
    notes = CallNotes(kind="call", at=NOW - timedelta(hours=3), contacts=[house.contact], topics=topics)
    return calls.log_call(house.client, notes, by=house.manager, at=NOW)


def send(house: House, summary: Summary) -> Summary:
    return summaries.send(summary, by=house.manager, at=NOW, to=[house.contact])


def corrected(house: House, summary: Summary, *topics: TopicNotes) -> Summary:
    draft = summaries.begin_correction(summary, by=house.manager, at=NOW)
    notes = CallNotes(kind="call", at=NOW - timedelta(hours=3), contacts=[house.contact], topics=topics)
    return send(house, calls.rewrite_call(draft, notes, by=house.manager, at=NOW))


def test_one_is_recorded_by_hand_and_the_client_may_see_it(world: World) -> None:
    with within(world.ours.agency):
        made = recorded(world.ours, why="Nobody reads them.", revisit_on=TODAY + timedelta(days=90))
        assert made.interaction is None
        assert Event.objects.get(verb="decision.recorded").shown
        same = recorded(world.ours, key=made.key)
        assert same == made


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("what", {"what": " \n "}),
        ("decided_on", {"decided_on": TODAY + timedelta(days=1)}),
        ("revisit_on", {"revisit_on": TODAY}),
    ],
)
def test_what_cannot_be_recorded(world: World, field: str, fields: dict[str, object]) -> None:
    with within(world.ours.agency), pytest.raises(decisions.Refusal) as refused:
        recorded(world.ours, **fields)  # type: ignore[arg-type]
    assert refused.value.at_field == field


def test_nobody_of_another_client_decides(world: World) -> None:
    with within(world.ours.agency), pytest.raises(decisions.FromElsewhere):
        recorded(world.ours, decided_by=world.ours.other_contact)


def test_its_words_are_never_edited(world: World) -> None:
    with within(world.ours.agency):
        made = recorded(world.ours)
        made.what = "We keep them."
        for fields in (None, ["what"], ["what", "withdrawn_at"]):
            with pytest.raises(DecisionIsNeverEdited):
                made.save(update_fields=fields)


def test_no_code_updates_the_words_of_a_decision() -> None:
    """A queryset's update goes past save(): whoever writes one on decisions may name pointers alone."""
    for path in CODE:
        source = path.read_text()
        calls_there = ast.walk(ast.parse(source)) if "Decision.objects" in source else ()
        for call in (each for each in calls_there if isinstance(each, ast.Call)):
            if ast.unparse(call.func).startswith("Decision.objects") and ast.unparse(call.func).endswith(".update"):
                named = {each.arg for each in call.keywords}
                assert named <= Decision.MOVES, f"{path} edits decisions"


def test_a_later_one_takes_its_place_once(world: World) -> None:
    house = world.ours
    with within(house.agency):
        first = recorded(house, decided_on=TODAY - timedelta(days=9))
        second = recorded(house, "We keep one advert.", decided_on=TODAY - timedelta(days=4))
        third = recorded(house, "We drop it, too.", supersedes=second)
        decisions.supersede(first, second, by=house.manager, at=NOW)
        assert [each.pk for each in chain_of(second, house.manager)] == [first.pk, second.pk, third.pk]
        with pytest.raises(decisions.CannotReplace):
            recorded(house, supersedes=first)
        with pytest.raises(decisions.CannotReplace):
            decisions.supersede(third, first, by=house.manager, at=NOW)
        with pytest.raises(decisions.CannotReplace):
            decisions.supersede(second, second, by=house.manager, at=NOW)
        decisions.stand_again(Decision.objects.get(pk=first.pk), by=house.manager, at=NOW)
        assert (
            decisions.supersede(first, Decision.objects.get(pk=second.pk), by=house.manager, at=NOW).supersedes == first
        )


def test_an_earlier_one_or_another_clients_takes_no_place(world: World) -> None:
    house = world.ours
    with within(house.agency):
        first, older = recorded(house), recorded(house, decided_on=TODAY - timedelta(days=3))
        other = decisions.record(house.other_client, by=house.owner, at=NOW, what="Else", decided_on=TODAY)
        for later in (older, other):
            with pytest.raises(decisions.CannotReplace):
                decisions.supersede(first, later, by=house.owner, at=NOW)


def test_what_a_call_decides_replaces_an_older_decision(world: World) -> None:
    house = world.ours
    with within(house.agency):
        old = recorded(house, decided_on=TODAY - timedelta(days=30))
        anew = TopicNotes(title="Adverts", decision="One advert a month.", decided_by=house.contact, replaces=old)
        sent = send(house, call_with(house, anew))
        made = Decision.objects.get(supersedes=old)
        reworded = TopicNotes(title="Adverts", decision="Two adverts a month.", decided_by=house.contact, replaces=old)
        again = corrected(house, sent, reworded)
        newest = Decision.objects.get(supersedes=made)
        assert [each.pk for each in chain_of(old, house.manager)] == [old.pk, made.pk, newest.pk]
        corrected(house, again, TopicNotes(title="Adverts", answer="Nothing was decided."))
        newest.refresh_from_db()
        assert newest.withdrawn_at is not None
        assert not Decision.objects.filter(supersedes=old).exists(), "it stands again"


def test_a_call_that_replaces_nothing_new_is_refused_at_once(world: World) -> None:
    house = world.ours
    with within(house.agency):
        other = decisions.record(house.other_client, by=house.owner, at=NOW, what="Else", decided_on=TODAY)
        for topic in (
            TopicNotes(title="A", decision="B", replaces=other),
            TopicNotes(title="A", answer="B", replaces=recorded(house)),
        ):
            with pytest.raises(calls.ValidationError):
                call_with(house, topic)


def test_a_call_from_which_something_followed_is_not_thrown_away(world: World) -> None:
    house = world.ours
    with within(house.agency):
        summary = call_with(house, TopicNotes(title="Adverts"))
        recorded(house, interaction=summary.interaction)
        with pytest.raises(LedToSomething):
            calls.discard_call(summary, by=house.manager, at=NOW)


def test_a_dropped_to_do_drops_its_task_and_a_dropped_mark_its_flag(world: World) -> None:
    house = world.ours
    publish = ActionNotes(text="Publish", owner=house.specialist, internal_due=TODAY + timedelta(days=3))
    wording = ActionNotes(text="Return the wording", contact=house.contact)
    with within(house.agency):
        film = TopicNotes(title="A film", out_of_scope=True)
        page = TopicNotes(title="Page", answer="Soon.", actions=[publish, wording])
        sent = send(house, call_with(house, page, film))
        assert Notice.objects.get(kind="task.given").member == house.specialist
        again = corrected(house, sent, TopicNotes(title="Page", answer="Soon.", actions=[wording]))
        newer = corrected(house, again, TopicNotes(title="Page", answer="Soon.", actions=[wording, publish]))
        assert Task.objects.filter(title="Publish", state=Task.State.OPEN).count() == 1, "named again, it is to be done"
        again = corrected(house, newer, TopicNotes(title="Page", answer="Soon.", actions=[wording]))
        assert not Task.objects.filter(title="Publish", state=Task.State.OPEN).exists()
        assert Task.objects.get(title="Return the wording").state == Task.State.OPEN
        assert not ScopeFlag.objects.exists()
        corrected(house, again, TopicNotes(title="Page", answer="Soon.", actions=[wording]), film)
        flag = ScopeFlag.objects.get()
        flags.settle(flag, ScopeFlag.State.PARKED, by=house.manager, at=NOW)
        newest = Summary.objects.order_by("-version")[0]
        corrected(house, newest, TopicNotes(title="Page", answer="Soon.", actions=[wording]))
        assert ScopeFlag.objects.get().state == ScopeFlag.State.PARKED, "what was settled stays settled"


def test_one_is_looked_at_again_and_stands_on_the_next_agenda(world: World) -> None:
    house = world.ours
    with within(house.agency):
        made = recorded(house, revisit_on=TODAY + timedelta(days=5))
        assert not decisions_due(house.client, TODAY)
        assert list(decisions_due(house.client, TODAY + timedelta(days=5))) == [made]
        decisions.look_again(made, by=house.manager, at=NOW, on=None)
        assert not decisions_due(house.client, TODAY + timedelta(days=5))
        decisions.withdraw(made, by=house.manager, at=NOW)
        with pytest.raises(decisions.CannotReplace):
            decisions.look_again(made, by=house.manager, at=NOW, on=TODAY + timedelta(days=5))


def test_it_is_confirmed_in_their_language(world: World) -> None:
    house = world.ours
    with within(house.agency):
        house.contact.person.language = "de"
        house.contact.person.save()
        made = recorded(house, why="Nobody reads them.")
        proposed = noting_letters.noted(made, house.contact)
        assert made.what in proposed.text
        sent = first_words.write(house.contact, subject=proposed.subject, text=proposed.text, by=house.manager, at=NOW)
        assert sent.request is not None
        assert clock_of(with_clock(requests_of(house.manager)).get()) is None, "nobody waits for us in it"
        message = OutboxMessage.objects.get(interaction=sent)
        assert message.next_attempt_at == NOW + timedelta(seconds=20)


# --- pages ------------------------------------------------------------------------------------------------------------
def now_recorded(house: House, what: str = "We drop the print adverts.", **fields: object) -> Decision:
    now = timezone.now()
    given = {"decided_by": house.contact, "decided_on": now.date() - timedelta(days=1), **fields}
    return decisions.record(house.client, by=house.manager, at=now, what=what, **given)  # type: ignore[arg-type]


def test_a_decision_is_recorded_from_a_message_and_confirmed(world: World, ours: House) -> None:
    browser = world.browser(ours.manager)
    with within(ours.agency):
        asked = written_by(ours, ours.contact, subject="Adverts", message_id="<d@client.example>")
        said = Interaction.objects.get(request=asked)
        rights.grant(ours.client, by=ours.manager, at=NOW, subject="Budget", contact=ours.second_contact)
    where = reverse("request_decision", args=[ours.agency.slug, asked.key])
    page = browser.get(f"{where}?message={said.key}").content.decode()
    assert f'value="{said.key}" selected' in page
    sent = {
        "message": said.key,
        "what": "No more print.",
        "who": f"c:{ours.contact.key}",
        "decided_on": timezone.localdate().isoformat(),
        "about": "budget",
        "tell": "on",
        "to": ours.contact.key,
        "once": "0123456789ab",
    }
    warned = browser.post(where, sent)
    assert warned.status_code == 422
    assert "is for Jens Solvang to decide" in warned.content.decode()
    assert "No more print." in warned.content.decode()
    done = browser.post(where, {**sent, "all_the_same": "on"})
    with within(ours.agency):
        made = Decision.objects.get()
        assert made.interaction == said
        letter = Interaction.objects.exclude(request=asked).get(direction="out")
        assert letter.request is not None, "what they answer finds its thread"
    browser.post(where, {**sent, "all_the_same": "on"})
    with within(ours.agency):
        assert OutboxMessage.objects.count() == 1, "sent twice, it is one decision and one letter"
    assert done.url == reverse("decision", args=[ours.agency.slug, made.key])
    shown = browser.get(done.url).content.decode()
    assert "is for Jens Solvang to decide" in shown
    back = browser.post(reverse("message_withdrawal", args=[ours.agency.slug, letter.key]))
    assert back.url == reverse("letter", args=[ours.agency.slug, ours.contact.key])
    assert "No more print." in browser.get(back.url).content.decode(), "it waits in the letter box"
    with within(ours.agency):
        assert Interaction.objects.get(pk=letter.pk).withdrawn_at is not None
        assert Request.objects.get() == asked


def test_nobody_is_told_unasked_and_else_who_decided(world: World, ours: House) -> None:
    browser, where = world.browser(ours.manager), reverse("decision_new", args=[ours.agency.slug, ours.client.key])
    page = browser.get(where).content.decode()
    tick = re.search(r'<input[^>]*name="tell"[^>]*>', page)
    assert tick
    assert "checked" not in tick[0]
    typed = {"what": "No more print.", "decided_on": timezone.localdate().isoformat(), "to": ""}
    browser.post(where, {**typed, "who": f"c:{ours.second_contact.key}"})
    with within(ours.agency):
        assert Decision.objects.count() == 1
        assert not OutboxMessage.objects.exists()
    for who in (f"c:{ours.contact.key}", f"m:{ours.manager.key}"):
        assert browser.post(where, {**typed, "who": who, "tell": "on"}).status_code == 302
    with within(ours.agency):
        told = OutboxMessage.objects.order_by("pk").values_list("contact", flat=True)
        assert list(told) == [ours.contact.pk, ours.second_contact.pk]


def test_its_letter_says_what_is_wrong_and_opens_in_the_letter_box(world: World, ours: House) -> None:
    browser = world.browser(ours.manager)
    with within(ours.agency):
        made = now_recorded(ours)
        ours.second_contact.person.addresses.all().delete()
    where = reverse("decision_letter", args=[ours.agency.slug, made.key])
    typed = {"to": ours.contact.key, "subject": "Noted", "text": "Dear {first_name}, we have noted it.", "once": ""}
    unfilled = browser.post(where, typed)
    assert unfilled.status_code == 422
    assert "Fill in {first_name} first." in unfilled.content.decode()
    unreachable = browser.post(where, {**typed, "to": ours.second_contact.key, "text": "Noted."})
    assert unreachable.status_code == 422
    assert "has no e-mail address" in unreachable.content.decode()
    assert "Say what it is about." in browser.post(where, {**typed, "subject": " "}).content.decode()
    assert browser.post(where, {**typed, "to": "nobody", "do": "box"}).status_code == 422
    opened = browser.post(where, {**typed, "do": "box"})
    assert opened.url == reverse("letter", args=[ours.agency.slug, ours.contact.key])
    assert "we have noted it." in browser.get(opened.url).content.decode()
    with within(ours.agency):
        assert Draft.objects.get().place == f"letter:{ours.contact.key}"
        assert not OutboxMessage.objects.exists()


def test_a_decision_that_cannot_be_told_is_not_recorded(world: World, ours: House) -> None:
    browser = world.browser(ours.manager)
    with within(ours.agency):
        ours.contact.person.addresses.all().delete()
    where = reverse("decision_new", args=[ours.agency.slug, ours.client.key])
    typed = {
        "what": "Mails begin with {greeting}.",
        "who": f"c:{ours.contact.key}",
        "decided_on": timezone.localdate().isoformat(),
        "tell": "on",
        "to": ours.contact.key,
    }
    assert "Fill in {greeting} first." in browser.post(where, {**typed, "to": ours.second_contact.key}).content.decode()
    refused = browser.post(where, {**typed, "what": "No more print."})
    assert refused.status_code == 422
    assert "has no e-mail address" in refused.content.decode()
    with within(ours.agency):
        assert not Decision.objects.exists()
        assert not Request.objects.exists()
    assert browser.post(where, {**typed, "tell": ""}).status_code == 302, "braces are words like others"


def test_the_log_is_found_filtered_and_saved(world: World) -> None:
    house = world.ours
    with within(house.agency):
        old = now_recorded(house, "=HYPERLINK print")
        new = now_recorded(house, "Radio", supersedes=old)
    browser = world.browser(house.specialist)
    everything = browser.get(house.url("decisions/")).content.decode()
    assert "Radio" in everything
    standing = browser.get(house.url("decisions/?stands=standing")).content.decode()
    assert "HYPERLINK print</span></a>" not in standing
    odd = browser.get(house.url("decisions/?q=%00&since=99999-1-1&order=x&client=nobody&after=zzz&who=%F0%9F%98%80"))
    assert odd.status_code == 200
    sheet = browser.get(house.url("decisions.csv")).content.decode()
    assert "'=HYPERLINK print" in sheet
    page = browser.get(reverse("decision", args=[house.agency.slug, new.key])).content.decode()
    assert "HYPERLINK print" in page, "why it is so"
    assert browser.get(reverse("client_decisions", args=[house.agency.slug, house.client.key])).status_code == 200


def test_a_specialist_reads_and_does_not_record(world: World) -> None:
    house = world.ours
    with within(house.agency):
        made = now_recorded(house)
    browser = world.browser(house.specialist)
    slug = house.agency.slug
    assert browser.get(reverse("decision", args=[slug, made.key])).status_code == 200
    for name in ("decision_replacement", "decision_revisit", "decision_scope", "decision_letter", "decision_task"):
        assert browser.get(reverse(name, args=[slug, made.key])).status_code == 403, name
    assert browser.post(reverse("decision_withdrawal", args=[slug, made.key])).status_code == 403
    assert browser.get(reverse("decision_new", args=[slug, house.client.key])).status_code == 403
    theirs = world.browser(world.theirs.owner).get(reverse("decision", args=[world.theirs.agency.slug, made.key]))
    assert theirs.status_code == 404


def test_its_moves_have_pages(world: World) -> None:
    house, now = world.ours, timezone.now()
    with within(house.agency):
        first, later = now_recorded(house), now_recorded(house, "Radio instead.")
    browser, slug = world.browser(house.manager), house.agency.slug
    where = reverse("decision_replacement", args=[slug, first.key])
    assert browser.post(where, {"later": "nothing"}).status_code == 422
    assert browser.post(where, {"later": later.key}).status_code == 302
    assert browser.post(where, {"undo": "1"}).status_code == 302
    again = reverse("decision_revisit", args=[slug, first.key])
    assert browser.post(again, {"revisit_on": "2020-01-01"}).status_code == 422
    assert browser.post(again, {}).status_code == 422
    assert browser.post(again, {"revisit_on": (now + timedelta(days=40)).date().isoformat()}).status_code == 302
    task = {"title": "Cancel the contract", "who": f"m:{house.manager.key}"}
    assert browser.post(reverse("decision_task", args=[slug, first.key]), task).status_code == 302
    page = browser.get(reverse("decision", args=[slug, first.key])).content.decode()
    assert "Cancel the contract" in page
    with within(house.agency):
        made = Task.objects.get(title="Cancel the contract")
    assert reverse("decision", args=[slug, first.key]) in browser.get(house.url(f"tasks/{made.key}/")).content.decode()
    assert browser.post(again, {"undo": "1"}).status_code == 302
    assert browser.post(reverse("decision_withdrawal", args=[slug, first.key])).status_code == 302
    with within(house.agency):
        first.refresh_from_db()
        assert first.withdrawn_at is not None
        assert first.revisit_on is None
    assert CANARY not in page
