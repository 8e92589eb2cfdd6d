"""Answering: by a personal link or signed in; and the same pages of a draft, for editors."""

from django.urls import path, register_converter

from assessment.answering.views import answering, closing, links, preview, questions, together
from assessment.rounds.views import tokens

register_converter(tokens.TokenConverter, "token")

urlpatterns = [
    path("link/<token:token>", links.arrive, name="link_arrive"),
    path("link/", links.start, name="link_start"),
    path("answer/", answering.listing, name="answer_list"),
    path("answer/leave/", answering.leave, name="answer_leave"),
    path("answer/left/", answering.left, name="answer_left"),
    path("answer/<uuid:rater_id>/", answering.promise, name="answer_promise"),
    path("answer/<uuid:rater_id>/tasks/", answering.tasks, name="answer_tasks"),
    path("answer/<uuid:rater_id>/resume/", answering.resume, name="answer_resume"),
    path(
        "answer/<uuid:rater_id>/questions/<slug:dimension_key>/",
        questions.questions,
        name="answer_questions",
    ),
    path(
        "answer/<uuid:rater_id>/draft/<slug:dimension_key>/",
        questions.draft,
        name="answer_draft",
    ),
    path("answer/<uuid:rater_id>/closing/", closing.closing, name="answer_closing"),
    path("answer/<uuid:rater_id>/closing/draft/", closing.draft, name="answer_closing_draft"),
    path("answer/<uuid:rater_id>/check/", answering.check, name="answer_check"),
    path("answer/<uuid:rater_id>/submitted/", answering.submitted, name="answer_submitted"),
    path("answer/<uuid:rater_id>/decline/", answering.decline, name="answer_decline"),
    path("answer/<uuid:rater_id>/later/", answering.later, name="answer_later"),
    path("answer/together/<uuid:round_id>/", together.overview, name="answer_together"),
    path(
        "answer/together/<uuid:round_id>/promise/",
        together.promise,
        name="answer_together_promise",
    ),
    path(
        "answer/together/<uuid:round_id>/resume/",
        together.resume,
        name="answer_together_resume",
    ),
    path(
        "answer/together/<uuid:round_id>/questions/<slug:dimension_key>/",
        together.questions,
        name="answer_together_questions",
    ),
    path(
        "answer/together/<uuid:round_id>/draft/<slug:dimension_key>/",
        together.draft,
        name="answer_together_draft",
    ),
    path("preview/<uuid:framework_id>/", preview.overview, name="framework_preview"),
    path(
        "preview/<uuid:framework_id>/questions/<slug:dimension_key>/",
        preview.questions,
        name="framework_preview_questions",
    ),
    path("preview/<uuid:framework_id>/closing/", preview.closing, name="framework_preview_closing"),
]
