"""Addresses of taking in many files, and of registering them one after the other."""

from django.urls import path

from .views import intake_batches, intake_missing, intake_one, layers, mails, registering

urlpatterns = [
    path("den/nhieu-tep/", intake_batches.batches, name="intake_batches"),
    path("den/nhieu-tep/<int:pk>/", intake_one.one, name="intake_batch"),
    path("den/nhieu-tep/<int:pk>/them/", intake_batches.add, name="intake_add"),
    path("den/nhieu-tep/<int:pk>/chua-nhan/", intake_missing.missing, name="intake_missing"),
    path("den/nhieu-tep/<int:pk>/vao-so/", registering.first, name="intake_register"),
    path("den/nhieu-tep/<int:pk>/chac-chan/", intake_one.sure, name="intake_sure"),
    path("den/nhieu-tep/tep/<int:pk>/", intake_batches.decide, name="intake_decide"),
    path("den/<int:pk>/doc-va-vao-so/", registering.one, name="register_read"),
    path("tep/<int:pk>/lop-chu/", layers.layer, name="layer"),
    path("den/hop-thu/", mails.mails, name="mails"),
    path("den/ket-qua-doc/", registering.accuracy, name="reading_accuracy"),
    path("den/ket-qua-doc/nguong/", registering.set_threshold, name="reading_threshold"),
]
