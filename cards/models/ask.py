"""Questions people asked, and the words operations taught."""

from django.conf import settings
from django.db import models

from aliexpress.models import Store


class AskedQuestion(models.Model):
    """A question and what became of it: operations' worklist of synonyms, kept for 90 days."""

    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    status = models.CharField(max_length=20)
    notation = models.TextField()
    unused = models.JSONField(default=list)  # words nothing was made of

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="asked_question_says_something", condition=~models.Q(text="")
            ),
        ]
        indexes = [
            # The worklist, newest first; and what is older than 90 days.
            models.Index(fields=["-at", "-id"], name="asked_question_newest"),
        ]

    def __str__(self) -> str:
        return self.text


class Synonym(models.Model):
    """A phrase that means what another phrase of the vocabulary means."""

    phrase = models.CharField(max_length=60, unique=True)
    means = models.CharField(max_length=60, help_text="A phrase the vocabulary has already.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="synonym_says_something", condition=~models.Q(phrase="")),
            models.CheckConstraint(
                name="synonym_means_another_phrase", condition=~models.Q(phrase=models.F("means"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phrase} = {self.means}"
