"""What is sent about suggestions: the words to compare, and an officer's yes or no."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.models import Agency, User

from ..models import Category, CommunityRequest


class WordsForm(forms.Form):
    """What has been typed of a need so far; `receipt` is of the one that is being changed."""

    title_th = forms.CharField(required=False)
    text_th = forms.CharField(required=False)
    category = forms.ModelChoiceField(Category.objects.all(), required=False)
    receipt = forms.CharField(required=False, max_length=40)

    def clean_title_th(self) -> str:
        """Of very long words the beginning is compared."""
        return str(self.cleaned_data["title_th"])[:1_000]

    def clean_text_th(self) -> str:
        return str(self.cleaned_data["text_th"])[:20_000]


class VerdictForm(forms.Form):
    """Whether one similar request, or one agency, was proposed rightly, and how sure the portal was."""

    similar = forms.ModelChoiceField(CommunityRequest.objects.none(), required=False)
    agency = forms.ModelChoiceField(Agency.objects.all(), required=False)
    is_right = forms.ChoiceField(choices=[("1", ""), ("0", "")])
    score = forms.FloatField(min_value=0, max_value=1_000)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["similar"].queryset = CommunityRequest.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("similar")) == bool(cleaned.get("agency")):
            raise ValidationError(_("ไม่ทราบว่าให้ความเห็นต่อคำแนะนำใด"))
        return cleaned
