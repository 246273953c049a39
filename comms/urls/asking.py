"""Addresses of experts, of the questions they are asked, and of the knowledge base that grows from the answers."""

from django.urls import path

from comms.views import expert_links, experts, knowledge, questions

urlpatterns = [
    path("experts/", experts.experts, name="experts"),
    path("experts.csv", experts.experts_csv, name="experts_csv"),
    path("experts/new/", experts.expert_new, name="expert_new"),
    path("experts/<slug:key>/", experts.expert, name="expert"),
    path("experts/<slug:key>/retirement/", experts.expert_retirement, name="expert_retirement"),
    path("requests/<slug:key>/question/", questions.request_question, name="request_question"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:key>/", questions.question, name="question"),
    path("questions/<slug:key>/withdrawal/", questions.question_withdrawal, name="question_withdrawal"),
    path("questions/<slug:key>/use/", questions.question_use, name="question_use"),
    path("questions/<slug:key>/aside/", questions.question_aside, name="question_aside"),
    path("knowledge/", knowledge.knowledge, name="knowledge"),
    path("knowledge.csv", knowledge.knowledge_csv, name="knowledge_csv"),
    path("knowledge/new/", knowledge.entry_new, name="entry_new"),
    path("knowledge/<slug:key>/", knowledge.entry, name="entry"),
    path("knowledge/<slug:key>/text/", knowledge.entry_text, name="entry_text"),
    path("knowledge/<slug:key>/review/", knowledge.entry_review, name="entry_review"),
    path("knowledge/<slug:key>/retirement/", knowledge.entry_retirement, name="entry_retirement"),
    path("knowledge/<slug:key>/use/", knowledge.entry_use, name="entry_use"),
    path("asked/<str:token>/", expert_links.question_link, name="question_link"),
]
