"""Terms of a promise: a client's own never outdo the agency's, and what is stored is read back."""

from hypothesis import given, strategies as st

from agency.promise import REAL, TERMS, Terms, as_stored, faults, from_stored, length, mixed, target_words, with_own

PERCENTS = st.integers(5, 95)
KINDS = st.sampled_from(["working", REAL])


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Such as an agency may have."""
    hours, kind = draw(st.integers(7, 24)), draw(KINDS)
    warn, backup = sorted((draw(PERCENTS), draw(PERCENTS)))
    minutes = draw(st.integers(15, hours * 60 if kind == REAL else 12000))
    return Terms(
        promise_hours=hours, target_minutes=minutes, target_kind=kind, warn_percent=warn, backup_percent=backup
    )


OWN = st.fixed_dictionaries(
    {
        "promise_hours": st.none() | st.integers(2, 24),
        "target_minutes": st.none() | st.integers(15, 12000),
        "target_kind": st.just("") | KINDS,
        "warn_percent": st.none() | PERCENTS,
        "backup_percent": st.none() | PERCENTS,
    }
)


@given(terms(), OWN)
def test_what_holds_for_a_client_can_always_be_kept(agencys: Terms, own: dict[str, object]) -> None:
    held = with_own(agencys, own)
    assert held.promise_hours <= agencys.promise_hours
    assert faults(held) == {}
    assert from_stored(as_stored(held)) == held


@given(terms(), OWN)
def test_what_is_not_their_own_is_the_agencys(agencys: Terms, own: dict[str, object]) -> None:
    assert with_own(agencys, dict.fromkeys(TERMS)) == agencys
    held = mixed(agencys, own)
    assert all(getattr(held, name) == getattr(agencys, name) for name in TERMS if name not in held.own)
    assert set(held.own) <= {name for name in TERMS if own[name] not in (None, "")}


def test_terms_that_do_not_fit_are_told_by_their_field() -> None:
    usual = Terms(promise_hours=24, target_minutes=480, target_kind="working", warn_percent=50, backup_percent=75)
    assert faults(usual) == {}
    assert set(faults(mixed(usual, {"warn_percent": 80}))) == {"backup_percent"}
    assert set(faults(mixed(usual, {"warn_percent": 4, "backup_percent": 96}))) == {"warn_percent", "backup_percent"}
    assert set(faults(mixed(usual, {"target_minutes": 1500, "target_kind": REAL}))) == {"target_minutes"}
    assert from_stored({}) is None


def test_lengths_stay_hours() -> None:
    assert [length(minutes) for minutes in (45, 60, 90, 480, 3000)] == ["45 min", "1 h", "1 h 30 min", "8 h", "50 h"]
    usual = Terms(promise_hours=24, target_minutes=480, target_kind="working", warn_percent=50, backup_percent=75)
    assert target_words(usual) == "8 h of working time"
