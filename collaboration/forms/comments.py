"""The form of a comment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.services.comments import LONGEST


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Comment"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    parent = forms.UUIDField(required=False, widget=forms.HiddenInput)
    private = forms.BooleanField(label=_("Private"), required=False)
