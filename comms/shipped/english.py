"""English, as it is written in Britain. By purpose: businesslike, friendly."""

TEXTS = {
    "acknowledgement": (
        """thank you for your message about “{subject}”. We have received it and are working on it.

You will have our answer by {deadline}.""",
        """thank you, I have your message about “{subject}” and am on it.

You will hear from me by {deadline}.""",
    ),
    "answer": (
        """thank you for your question about “{subject}”.

In short: …

The reason for this: …

The next step on our side: {next_step}.

Should anything be unclear, please reply to this mail.""",
        """thank you for asking about “{subject}”.

The short answer: …

Why: …

What I do next: {next_step}.

If anything is unclear, just reply.""",
    ),
    "question": (
        """to go on with “{subject}” for {client} we need the following from you:

1. …
2. …

If we have it by …, our date stands. If you would rather answer on the telephone, please name a time that suits you.""",
        """to go on with “{subject}” I need two things from you:

1. …
2. …

With these by … all stays as planned. If a quick call is easier for you, tell me when.""",
    ),
    "delay": (
        """I have to tell you that “{subject}” takes longer than we announced, and I apologise for that.

The reason: …

The new date: …

You will hear from us about how it stands on {next_step_on}, even if nothing has changed by then.""",
        """I would rather tell you now than on the day: “{subject}” takes longer than I said. I am sorry.

What held it up: …

When you have it: …

I write to you again on {next_step_on}, whatever happens.""",
    ),
    "bad_news": (
        """I have to tell you about a mistake of ours.

What happened: …

What it means for {client}: …

What we have done already: …

What we need you to decide: …

I apologise. I am at your disposal by telephone today.""",
        """I have bad news, and you should hear it from me first.

What happened: …

What it means for you: …

What I have already done about it: …

What I need you to decide: …

I am sorry. Call me whenever you like today.""",
    ),
    "thanks": (
        """thank you for your message. We are glad to hear it, and it has been passed on to everybody who worked on it.

Nothing is open on our side.""",
        """thank you, that was good to read. I have told everybody who worked on it.

Nothing is open on our side.""",
    ),
}
