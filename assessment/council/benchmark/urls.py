"""Where HR has the council take part, or not, and reads what is made of it."""

from django.urls import path

from assessment.council.benchmark import views

urlpatterns = [
    path("benchmark/", views.benchmark_page, name="benchmark"),
    path("benchmark/join/", views.benchmark_join, name="benchmark_join"),
    path("benchmark/leave/", views.benchmark_leave, name="benchmark_leave"),
]
