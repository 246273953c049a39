"""Addresses of what follows from what was said: decisions, insights, hopes, questions from a call."""

from django.urls import path

from comms.views import call_questions, decision_moves, decisions, expectations, insights

urlpatterns = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions.csv", decisions.decisions_csv, name="decisions_csv"),
    path("clients/<slug:client_key>/decisions/", decisions.client_decisions, name="client_decisions"),
    path("clients/<slug:client_key>/decisions.csv", decisions.client_decisions_csv, name="client_decisions_csv"),
    path("clients/<slug:client_key>/decisions/new/", decisions.decision_new, name="decision_new"),
    path("requests/<slug:key>/decision/", decisions.request_decision, name="request_decision"),
    path("decisions/<slug:key>/", decisions.decision, name="decision"),
    path("decisions/<slug:key>/replacement/", decision_moves.decision_replacement, name="decision_replacement"),
    path("decisions/<slug:key>/withdrawal/", decision_moves.decision_withdrawal, name="decision_withdrawal"),
    path("decisions/<slug:key>/revisit/", decision_moves.decision_revisit, name="decision_revisit"),
    path("decisions/<slug:key>/scope/", decision_moves.decision_scope, name="decision_scope"),
    path("decisions/<slug:key>/task/", decision_moves.decision_task, name="decision_task"),
    path("decisions/<slug:key>/letter/", decision_moves.decision_letter, name="decision_letter"),
    path("clients/<slug:client_key>/insights/", insights.client_insights, name="client_insights"),
    path("clients/<slug:client_key>/insights.csv", insights.client_insights_csv, name="client_insights_csv"),
    path("clients/<slug:client_key>/insights/new/", insights.insight_new, name="insight_new"),
    path("insights/<slug:key>/", insights.insight, name="insight"),
    path("insights/<slug:key>/removal/", insights.insight_removal, name="insight_removal"),
    path("calls/<slug:key>/question/", call_questions.call_question, name="call_question"),
    path("questions/<slug:key>/letter/", call_questions.question_letter, name="question_letter"),
    path("goals/<slug:key>/expectation/", expectations.goal_expectation, name="goal_expectation"),
]
