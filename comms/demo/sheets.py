"""How conversations of the demo world are written down: threads of mail and calls, played by `comms.demo.talking`.

`after` is the time since the step before: working hours of the agency; '21:15', the next time that clocks at the client
show it; or '-21h', before now. A thread begins at a moment as `House.moment` reads it in the client's zone, a call in
the agency's. People and members are named by their handles; without `by` it is whoever leads the client then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

After = float | str


@dataclass(frozen=True)
class Says:
    """The client writes again in this thread. `quotes` adds our last mail beneath, as most programs do."""

    after: After
    text: str
    who: str = ""
    quotes: bool = True
    files: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Acks:
    """'Received, we are on it', in Rapport's words for this reader unless others are given."""

    after: After
    text: str = ""
    by: str = ""


@dataclass(frozen=True)
class Answers:
    """A mail of ours; the greeting is put above it, the signature beneath. `also` are further readers. `quotes` are
    words of something agreed, which is quoted between the first paragraph and the second.
    """

    after: After
    text: str
    by: str = ""
    also: Sequence[str] = ()
    quotes: str = ""


@dataclass(frozen=True)
class AnswersLater:
    """A mail of ours that leaves in the reader's next morning; until then the clock goes on."""

    after: After
    text: str
    by: str = ""


@dataclass(frozen=True)
class Follows:
    """Somebody wants to hear how it goes on."""

    after: After
    by: str


@dataclass(frozen=True)
class Notes:
    """A note among us; '@Ida' in it tells her."""

    after: After
    text: str
    by: str


@dataclass(frozen=True)
class Dismisses:
    """No answer is needed."""

    after: After
    by: str = ""


@dataclass(frozen=True)
class Assigns:
    after: After
    to: str
    by: str = ""


@dataclass(frozen=True)
class Flags:
    """Outside the scope, by this clause of the present scope; the wish is what the client wrote."""

    after: After
    clause: str = ""
    by: str = ""


@dataclass(frozen=True)
class Settles:
    """What became of the flag. `given` is (hours, worth in whole units) where it became a favour."""

    after: After
    state: str
    outcome: str
    given: tuple[float, int] | None = None


@dataclass(frozen=True)
class NextStep:
    """What is done next, so many days from today."""

    after: After
    step: str
    on: int


Step = Says | Acks | Answers | AnswersLater | Follows | Notes | Dismisses | Assigns | Flags | Settles | NextStep


@dataclass(frozen=True)
class Thread:
    """A request: who wrote first, when and what, and what followed. It is closed in the end unless `stays`.

    `proven` False: the receiving server could not tell that the mail is from whom it says, so no automatic note goes.
    """

    start: str
    who: str
    subject: str
    text: str
    steps: Sequence[Step] = ()
    cc: Sequence[str] = ()
    files: Sequence[tuple[str, str, str]] = ()
    stays: bool = False
    proven: bool = True


@dataclass(frozen=True)
class Todo:
    """`ours` and `theirs` are days after the call. Done the day before it is promised, unless it is `left` open."""

    text: str
    who: str
    theirs: int
    ours: int | None = None
    left: bool = False


@dataclass(frozen=True)
class Spoke:
    """One topic of a call. `outside` is the clause that leaves it out, by number; `parked` what became of the wish."""

    title: str
    said: str = ""
    decided: str = ""
    because: str = ""
    by: str = ""
    outside: str = ""
    parked: str = ""
    todo: Sequence[Todo] = ()


@dataclass(frozen=True)
class Verdict:
    """What a reader says to the summary: agrees, or corrects lines (by number); `remark` is what was forgotten.

    `ours` is what we answer to a remark, or to a correction that has been `answered` without a new version yet: it is
    discussed. `mail`: they answer by mail, in these words; one that is `left` waits to be read.
    """

    who: str
    after: After
    wrong: dict[int, str] = field(default_factory=dict)
    remark: str = ""
    ours: str = "thank you, that belongs in it. I have noted it and we take it up in our next call."
    answered: After | None = None
    mail: str = ""
    left: bool = False


@dataclass(frozen=True)
class Call:
    """`sent` is how long after the end its summary went out; None: not yet. `redone` how long after a correction.

    Without a verdict nothing was heard, and after some days silence counts as agreed.
    """

    start: str
    minutes: int
    who: Sequence[str]
    topics: Sequence[Spoke]
    sent: float | None = 1.5
    verdicts: Sequence[Verdict] = ()
    redone: float | None = None
    kind: str = "call"
    by: str = ""


Talk = Thread | Call
