"""Who answers, over everybody who may be gone, away or out of reach: one answer, and the same when asked again."""

from dataclasses import dataclass

from hypothesis import given, strategies as st

from comms.standing_in import Presence, covered_next, first, who_answers, why_not

EVERYBODY = range(1, 7)
SOME = st.frozensets(st.sampled_from(EVERYBODY))


@dataclass(frozen=True)
class State:
    chain: tuple[int, ...]
    holder: int
    covered: int | None
    gone: frozenset[int]
    away: frozenset[int]
    out_of_reach: frozenset[int]

    @property
    def presence(self) -> Presence:
        return Presence(self.gone, self.away, self.out_of_reach.__contains__)


STATES = st.builds(
    State,
    chain=st.lists(st.sampled_from(EVERYBODY), min_size=1, max_size=5, unique=True).map(tuple),
    holder=st.sampled_from(EVERYBODY),
    covered=st.none() | st.sampled_from(EVERYBODY),
    gone=SOME,
    away=SOME,
    out_of_reach=SOME,
).filter(lambda state: state.covered != state.holder)


def after(state: State) -> State:
    """One look of the sweep."""
    presence = state.presence
    receiver = who_answers(state.chain, state.holder, state.covered, presence)
    covered = state.covered
    if receiver != state.holder:
        covered = covered_next(state.holder, state.covered, receiver, presence)
    return State(state.chain, receiver, covered, state.gone, state.away, state.out_of_reach)


@given(STATES)
def test_asked_again_nothing_moves(state: State) -> None:
    """No loop and no ping-pong, whoever is where."""
    once = after(state)
    assert once.holder != once.covered
    assert after(once) == once


@given(STATES)
def test_nobody_who_cannot_answer_has_it_while_somebody_in_the_chain_can(state: State) -> None:
    able = [member for member in state.chain if state.presence.fit(member)]
    if able:
        assert why_not(after(state).holder, state.presence) == ""


@given(STATES)
def test_somebody_of_the_agency_has_it_while_anybody_in_the_chain_is(state: State) -> None:
    if set(state.chain) - state.gone:
        assert after(state).holder not in state.gone


@given(STATES)
def test_who_is_covered_gets_it_back_when_they_are_here(state: State) -> None:
    if state.covered is not None and state.presence.fit(state.covered):
        assert after(state) == State(
            state.chain, state.covered, None, state.gone, state.away, state.out_of_reach
        )  # fmt: skip


@given(STATES)
def test_leave_and_return_bring_it_back_where_it_was(state: State) -> None:
    """Whoever goes away and comes back has again what was theirs, if they could answer it before."""
    quiet = State(state.chain, state.holder, None, state.gone, state.away, state.out_of_reach)
    if why_not(state.holder, quiet.presence):
        return
    gone_away = State(state.chain, state.holder, None, state.gone, state.away | {state.holder}, state.out_of_reach)
    meanwhile = after(gone_away)
    back = State(state.chain, meanwhile.holder, meanwhile.covered, state.gone, state.away, state.out_of_reach)
    assert after(back) == quiet


@given(STATES)
def test_with_all_away_it_is_with_the_first_who_can_be_reached(state: State) -> None:
    found = first(state.chain, Presence(frozenset(), frozenset(state.chain), state.out_of_reach.__contains__))
    reachable = [member for member in state.chain if member not in state.out_of_reach]
    assert found == (reachable or list(state.chain))[0]
