"""The plan of actions of a round."""

from django.urls import path

from assessment.council.actions.views import plan

ROUND = "rounds/<uuid:released_round_id>/actions"
ACTION = f"{ROUND}/<uuid:action_id>"

urlpatterns = [
    path(f"{ROUND}/", plan.council_actions, name="council_actions"),
    path(f"{ROUND}/new/", plan.council_action_new, name="council_action_new"),
    path(f"{ACTION}/edit/", plan.council_action_edit, name="council_action_edit"),
    path(f"{ACTION}/step/", plan.council_action_step, name="council_action_step"),
    path(f"{ACTION}/remove/", plan.council_action_remove, name="council_action_remove"),
]
