"""The briefing questions that come with Rapport: words for clients by key, why we ask, and where an answer belongs."""

from django.utils.translation import gettext_lazy as _

from clients.models import BriefingQuestion

QUESTIONS = {
    "before_us": _("Whom did you work with before us, what went well with them, and what did not?"),
    "result": _("What would have to come out for you to say in a year that it was worth it?"),
    "first_sign": _("By what would you notice after three months that we are on the right way?"),
    "contact": _("How often do you want to hear from us, and in which way?"),
    "reports": _("What should our reports show, and who else will read them?"),
    "decides": _("Who decides what on your side, and who must be asked before?"),
    "awake": _("What keeps you awake when you think of your business?"),
    "never": _("What must not happen under any circumstances?"),
    "bad_news": _("How do you want to be told when something goes wrong?"),
    "compared": _("Whom do your customers look at before they choose you?"),
    "chosen_for": _("Why do customers choose you, in their own words?"),
    "wished_for": _("Which customers would you like to have more of, and which fewer?"),
    "earns": _("What do you earn most with, and what is hardly worth the effort?"),
    "season": _("Which weeks of the year are strong for you, which are weak, and why?"),
    "words": _("Which words do you use for what you sell, and which do you never use?"),
    "tried": _("What has been tried before, and what came of it?"),
    "figures": _("Which figures do you look at yourselves, and where do they come from?"),
    "after_enquiry": _("What happens between an enquiry and an order, and who answers it?"),
    "access": _("Which accounts, pages and files are there, and who can open them for us?"),
    "approval": _("How long does an approval take on your side, and who stands in when somebody is away?"),
    "limits": _("What may we not say or show: by law, by contract, or because you do not like it?"),
    "plans": _("What changes for you in the coming year: products, prices, people, places?"),
}
"""In the order in which they are asked."""

WHYS = {
    "before_us": _("What went wrong there must not go wrong here; what went well is expected of us without a word."),
    "result": _("What they expect and have not said is what they will measure us by."),
    "first_sign": _("An early sign keeps patience alive until the real result is there."),
    "contact": _("Silence reads as no work, and too much of us as a nuisance. They know where the line is."),
    "reports": _("A report for the board looks different from one for the workshop."),
    "decides": _("So that a decision is not taken back by somebody whom nobody has asked."),
    "awake": _("Work that answers a worry is never called expensive."),
    "never": _("One knows it before, or learns it in the worst way."),
    "bad_news": _("Some want a call at once, others a letter with a plan. Ask while nothing has gone wrong."),
    "compared": _("Their rivals are those whom their customers see, not those whom they fear."),
    "chosen_for": _("These are the words that the work should be made of."),
    "wished_for": _("More of everybody is no aim."),
    "earns": _("So that effort goes where money comes from."),
    "season": _("A figure can only be judged against its own season."),
    "words": _("Wrong words show at once that somebody from outside has written."),
    "tried": _("Whoever proposes it again should know why it failed."),
    "figures": _("Two sources never agree; say before the first report which one counts."),
    "after_enquiry": _("The best campaign fails where nobody answers the telephone."),
    "access": _("Missing access is the usual reason why the first month passes without work."),
    "approval": _("Our dates depend on it, and theirs too."),
    "limits": _("Health, money and law have rules of their own, and so has every founder."),
    "plans": _("What is known early can be prepared; what is heard late is an emergency."),
}

FEEDS = {
    "result": BriefingQuestion.Feeds.EXPECTATIONS,
    "first_sign": BriefingQuestion.Feeds.EXPECTATIONS,
    "reports": BriefingQuestion.Feeds.EXPECTATIONS,
    "awake": BriefingQuestion.Feeds.WORRIES,
    "never": BriefingQuestion.Feeds.WORRIES,
}


def question_words(question: BriefingQuestion) -> str:
    """What is asked: the agency's words, or ours in the active language."""
    return question.text or str(QUESTIONS.get(question.shipped, question.shipped))


def why_words(question: BriefingQuestion) -> str:
    """Why we ask, for us."""
    return question.why or str(WHYS.get(question.shipped, ""))
