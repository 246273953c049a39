"""Examples of bodies, by operation, as they stand in the schema and on the page of documentation."""

from drf_spectacular.utils import OpenApiExample

BODIES = {
    "enter_an_absence": {"first": "2026-11-23", "last": "2026-11-30", "note": "Visiting family"},
    "take_a_client_on": {
        "name": "Solvang Cycles",
        "industry": "Bicycles",
        "country": "DK",
        "language": "en",
        "detail_level": "headline",
    },
    "archive_a_client": {"reason": "in_house", "note": "They hired two people.", "tasks": ["3k9v2mq7t0xe"]},
    "add_a_contact": {
        "person": {"name": "Maria Holm", "addresses": ["maria@solvang.example"], "personality_type": "sanguine"},
        "role": "Head of marketing",
        "decision_maker": False,
    },
    "set_a_goal": {
        "name": "Cost per enquiry",
        "unit": "EUR",
        "baseline": "40.00",
        "target": "28.00",
        "due": "2027-03-31",
    },
    "write_a_briefing_question": {"text": "Who decides about prices?", "why": "Prices change in every sale."},
    "ask_a_briefing_question_earlier_or_later": {"to": 0},
    "note_an_answer": {"question": "3k9v2mq7t0xe", "text": "Jens decides.", "contact": "7p2w4nq8r1ya"},
    "plan_the_call_about_a_month": {
        "month": "2026-10",
        "starts_at": "2026-11-03T09:00:00Z",
        "minutes": 30,
        "contacts": ["3k9v2mq7t0xe"],
    },
    "write_down_a_use": {"day": "2026-11-03", "quantity": "2.50", "what": "Banner set for the autumn sale"},
    "add_a_task": {
        "client": "3k9v2mq7t0xe",
        "title": "Publish the page",
        "internal_due": "2026-11-09",
        "client_due": "2026-11-12",
    },
    "change_a_playbook": {"do": "Answer fast, even if the answer is short\nRing before you write"},
    "say_what_of_a_playbook_is_not_for_somebody": {"silenced": ["3f0c9a7be41d"]},
    "write_to_a_contact": {
        "subject": "A question about our work together",
        "text": "Dear Maria Holm,\n\nare you satisfied with us?\n\nKind regards",
        "leaves": "morning",
    },
    "acknowledge_a_request": {},
    "answer_a_request": {"text": "The sale moves to Friday. You find it in the calendar."},
    "put_a_request_off": {"until": "2026-11-04T08:00:00Z"},
    "plan_the_next_step": {"step": "Ask Anders how far the sizes are", "on": "2026-11-06"},
    "merge_two_requests": {"other": "3k9v2mq7t0xe"},
    "do_something_to_several_requests": {"kind": "acknowledge", "requests": ["3k9v2mq7t0xe", "7p2w4nq8r1ya"]},
    "keep_a_filter": {"name": "Waiting in Denmark", "show": "waiting", "find": "Solvang", "shared": False},
    "log_a_call": {
        "kind": "call",
        "at": "2026-11-03T09:30:00Z",
        "minutes": 26,
        "contacts": ["3k9v2mq7t0xe"],
        "topics": [
            {
                "title": "Landing page",
                "decision": "The page goes live on 12 November at 07:00.",
                "reason": "The law changes on the 16th.",
                "decided_by": "3k9v2mq7t0xe",
                "actions": [{"text": "Return the wording", "contact": "3k9v2mq7t0xe", "client_due": "2026-11-06"}],
            }
        ],
    },
    "plan_a_meeting": {
        "client": "3k9v2mq7t0xe",
        "kind": "kickoff",
        "starts_at": "2026-11-10T09:00:00Z",
        "minutes": 60,
        "way": "video",
        "place": "https://meet.example/solvang",
        "members": ["3k9v2mq7t0xe"],
        "contacts": ["7p2w4nq8r1ya"],
    },
    "set_who_comes": {"members": ["3k9v2mq7t0xe"], "contacts": ["7p2w4nq8r1ya"]},
    "add_an_item_to_the_agenda": {"title": "Goals for the first quarter", "aim": "decide", "minutes": 15},
    "send_a_summary": {},
    "write_what_a_manager_adds": {"headline": "You sold 14 % more than a year ago.", "went_well": "", "went_wrong": ""},
    "store_figures": {
        "rows": [
            {"client": "3k9v2mq7t0xe", "node": "Search", "name": "Orders", "day": "2026-11-02", "value": "268"},
            {"client": "3k9v2mq7t0xe", "node": "Search", "name": "Spend", "day": "2026-11-02", "value": "913.40"},
        ]
    },
    "add_an_expert": {
        "name": "Ronja Lind",
        "company": "Lind Produktdaten",
        "address": "ronja@lind-produktdaten.example",
        "subjects": ["Product feeds"],
    },
    "ask_an_expert": {"expert": "3k9v2mq7t0xe", "text": "Can sizes be read from the EAN?"},
    "answer_a_question": {"text": "Yes, from the last but one digit on."},
    "write_an_entry": {"title": "Sizes in the feed", "answer": "They are read from the EAN.", "subject": "Feeds"},
    "connect_a_mailbox_by_webhook": {
        "address": "hello@northlight.example",
        "triage": "3k9v2mq7t0xe",
        "provider": "postmark",
    },
    "settle_a_flag": {"state": "parked", "outcome": "Asked again in spring."},
}  # fmt: skip

EXAMPLES = {name: [OpenApiExample("Example", value=body, request_only=True)] for name, body in BODIES.items()}
