"""The weighted load (practice V8): plain reasons, and never less than something."""

from hypothesis import given, strategies as st

from reports.load import Weighed, judgement, load, weight

clients = st.builds(
    Weighed,
    involvement=st.sampled_from(["", "hands_off", "regular", "in_the_weeds"]),
    cadence_days=st.integers(1, 90),
    people=st.integers(0, 12),
    narrow=st.booleans(),
    types=st.lists(st.sampled_from(["choleric", "sanguine", "phlegmatic", ""]), max_size=3).map(tuple),
)


def test_an_ordinary_client_weighs_one() -> None:
    assert weight(Weighed()) == 1.0


def test_three_ordinary_clients_fill_a_limit_of_three() -> None:
    assert load([Weighed()] * 3, 3) == 1.0
    assert judgement(1.0) == "attention"
    assert judgement(1.02) == "late"
    assert judgement(0.5) == ""


@given(clients)
def test_a_weight_lies_between_bounds(client: Weighed) -> None:
    assert 0.3 <= weight(client) <= 2.0


@given(st.lists(clients, max_size=6), clients, st.integers(1, 9))
def test_one_more_client_is_more_load(led: list[Weighed], more: Weighed, limit: int) -> None:
    assert load([*led, more], limit) > load(led, limit)
