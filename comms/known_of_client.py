"""What a letter may say of a client by itself: the goal, what is promised next, how fast we answer."""

from datetime import date, timedelta

from agency import wording
from clients.models import Client, Goal, Task
from clients.promise import terms_for


def known_of(client: Client, today: date) -> dict[str, str]:
    """By variable, in the active language; '' where nothing is known. What was promised for a day before `today` is not
    what comes next. Two queries.
    """
    goal = Goal.objects.filter(client=client).order_by("position", "pk").values_list("name", flat=True).first()
    promised = Task.objects.filter(client=client, state=Task.State.OPEN, internal=False, contact=None)
    next_one = (
        promised.filter(client_due__gte=today).order_by("client_due", "pk").values_list("title", "client_due").first()
    )
    title, due = next_one or ("", None)
    return {
        "goal": goal or "",
        "task": title.rstrip(" ."),
        "task_due": wording.long_day(due) if due else "",
        "promise": wording.span(timedelta(hours=terms_for(client).promise_hours)),
    }
