"""Letters that answer nothing, in English: by purpose businesslike and friendly; then by purpose and type, for either
tone; then what stands in the subject.
"""

LETTERS = {
    "slip": (
        """“{task}” is due on {task_due}. We shall not keep that date, and you should know it today and not on the day itself. I apologise.

The reason: …

The new date: …

What you have by the old date all the same: …

On … you hear from us how it stands, even if nothing has changed by then. If the new date puts you in difficulty, please tell me, and we will look for a way.""",
        """I would rather tell you now than on the day: “{task}” will not be ready on {task_due}. I am sorry, that is our doing.

What held it up: …

The new date: …

What you have by the old date anyway: …

On … I write to you again and say how it stands, whatever happens. If the new date gets in your way, call me and we will find something.""",
    ),
    "welcome": (
        """welcome, and thank you for your trust. From today {manager} looks after {client} and is the person to turn to, whatever it is about.

What happens next:

1. This week you receive a short list of what we need from you.
2. On … we go through the aims and the first steps together.
3. From … on you hear from us regularly, in the way that suits you.

Whenever you write to us, a person answers within {promise}. If something is not as you expected, please say so early: nothing helps us more.""",
        """welcome! I am glad that we are going to work together.

So that you know what is coming:

1. This week I send you a short list of what I need from you.
2. On … we sit down and go through what you want to reach.
3. After that you hear from me regularly, so that you never have to ask how things stand.

When you write to me, you have an answer within {promise}. And if something bothers you, tell me early, however small it is.""",
    ),
    "kickoff": (
        """our kickoff for {client} is on …, at …. It takes an hour, and by the end three things should be clear: what we want to reach, who decides what, and what happens in the first four weeks.

We come with this goal in mind: {goal}.

Please give these three questions a thought beforehand; keywords are enough:

1. How would you notice, a year from now, that it was worth it?
2. What went well with agencies before, and what did not?
3. Who should see a text before it is published?

If anybody else from your side should be there, please tell us by ….""",
        """on …, at …, we sit down for our kickoff. An hour is enough, and afterwards we both know what we want to reach, who decides what, and how the first four weeks look.

I come with this goal in mind: {goal}. Correct me if it is another one.

Three questions to take along, keywords are enough:

1. How would you notice, a year from now, that it was worth it?
2. What did you like about working with agencies before, and what not at all?
3. Who should have a look before something goes out?

Should anybody else join us? Then tell me who.""",
    ),
    "weekly": (
        """this is how things stand for {client} this week.

Done: …

In progress: …

Next week: …

Towards “{goal}”: …

What we need from you: …

If you would like to know more about any of this, a short reply is enough.""",
        """here is the week in a few lines.

Done: …

Still on my desk: …

Next week: …

Where we are with “{goal}”: …

What I need from you: …

More about any of it? Just reply.""",
    ),
    "check_in": (
        """we have spoken of nothing but the work in hand for a while, so let me ask plainly: are you satisfied with us?

What goes well, as you see it? What should we do differently? Is there anything that you have wanted to ask?

Two lines are enough, or a call of ten minutes: … or … would suit me. Critical words are as welcome as kind ones, and you will hear what we make of them.""",
        """we have talked about nothing but work for a while, so just this: how is it for you, working with us?

What do you like, what bothers you, what have you been meaning to ask?

Two lines are enough. Or we talk for ten minutes, … or … would be good for me. Tell me the unpleasant things, too; I would rather hear them now than guess them later.""",
    ),
    "care": (
        """I have heard that …, and on behalf of all of us I would like to say: …

Nothing of ours needs you at the moment. What is under way goes on, and the rest waits until you say so.

This needs no reply.""",
        """I heard that … and thought of you. …

Don’t give our things a thought. What is under way goes on, and everything else waits for you.

No need to reply.""",
    ),
}

BY_TYPE = {
    "bad_news": {
        "choleric": """in one sentence: …

What it costs: …

What we have done already: …

I apologise. You decide between two ways:

A: …
B: …

We would take … and begin as soon as we have your word. I am at the telephone today.""",
        "sanguine": """first, what stands: … That does not change.

Now the unpleasant part: … That was our mistake, and I apologise for it.

What happens next: …

One question, and a yes or a no will do: shall we …?

I ring you today so that we can talk it over, and put in writing what we agree.""",
        "melancholic": """I have something unpleasant to tell you, and you should have all of it from us, and early.

What happened: …

What it means for {client}: …

What it does not mean: …

What we are doing about it, and by when: …

What we have changed so that it does not happen again: …

I am sorry. I write to you again on …, even if nothing has changed by then. If you would rather talk about it, I have time today at … or at ….""",
        "phlegmatic": """I have to inform you of a mistake of ours. Here is everything that is known so far.

Course of events:
1. … (date, time, source)
2. … (date, time, source)

Cause: …

Effect on {client}, in figures with their source: …

Not known yet: … We shall know it by ….

What we have done: …

We apologise. There is nothing that you have to decide today. Please take your time to read this; I propose that we speak on ….""",
    },
    "slip": {
        "choleric": """“{task}” comes on … instead of {task_due}. I apologise.

The reason: …

You choose:

A: all of it on the new date.
B: … on {task_due}, the rest on ….

I would take …. One word from you is enough, by …. On … I report where we are.""",
        "sanguine": """the good part first: … is ready, and you will like it.

“{task}” takes until …, not {task_due}. I am sorry about that. The reason: …

Is the new date all right with you? A yes is enough.

On … I ring you and show you how far we are.""",
        "melancholic": """I am telling you today, so that you can plan: “{task}”, promised for {task_due}, will be ready on ….

Why: …

What stays as we agreed it: …

What you have on {task_due} all the same: …

What we do so that the new date holds: …

I am sorry. I report on … and again on …, each time with where we stand. If anything about this worries you, please say so; I will gladly ring you.""",
        "phlegmatic": """this is about “{task}”, agreed for {task_due}.

Course of events:
1. … (date, source)
2. … (date, source)

Cause: …

The new date: … It is reckoned as follows: …

Ready by the old date: …

Not certain yet: … We shall know it by ….

We apologise for the delay. The next report follows on …. Until then we need nothing from you.""",
    },
}

SUBJECTS = {
    "question": "What we need from you",
    "bad_news": "Something you should know",
    "slip": "“{task}”: a new date",
    "welcome": "Welcome",
    "kickoff": "Our kickoff",
    "weekly": "{client}: how things stand",
    "check_in": "A question about our work together",
    "care": "We are thinking of you",
}
