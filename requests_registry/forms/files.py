"""Files in forms: each is looked at, and one that is not taken spoils neither the others nor the rest of the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms import DeskForm
from portal.uploads import KINDS, MEGABYTE, MOST_BYTES, MOST_FILES, TakenFile, clean_name, take


@dataclass(frozen=True)
class LookedAt:
    """What became of the files of a form: those taken, and a sentence for each that was not."""

    taken: tuple[TakenFile, ...] = ()
    refused: tuple[str, ...] = ()


class FilesInput(forms.FileInput):
    """Takes several files. What was chosen cannot be shown again, a browser does not allow it."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"multiple": True, "accept": ",".join(f".{extension}" for extension in KINDS)})

    def value_from_datadict(self, data: Any, files: MultiValueDict, name: str) -> list[UploadedFile]:
        return files.getlist(name) if isinstance(files, MultiValueDict) else []


class FilesField(forms.Field):
    """Cleans to `LookedAt`; a file that is refused is told, and is no fault of the form."""

    widget = FilesInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": gettext_lazy("แนบไฟล์"), "help_text": lazy(_what_is_taken, str)(), **options})

    def clean(self, value: Sequence[UploadedFile]) -> LookedAt:
        if self.required and not value:
            raise ValidationError(_("เลือกไฟล์อย่างน้อย 1 ไฟล์"), code="required")
        looks = [_look_at(upload) for upload in value[:MOST_FILES]]
        refused = [look for look in looks if isinstance(look, str)]
        if len(value) > MOST_FILES:
            refused.append(_("แนบได้ครั้งละไม่เกิน %(most)d ไฟล์ ไฟล์ที่เกินยังไม่ได้แนบ") % {"most": MOST_FILES})
        return LookedAt(tuple(look for look in looks if isinstance(look, TakenFile)), tuple(refused))


def _look_at(upload: UploadedFile) -> TakenFile | str:
    try:
        return take(upload)
    except ValidationError as error:
        return f"{clean_name(upload.name or '')}: {' '.join(error.messages)}"


def _kinds() -> str:
    return ", ".join(extension.upper() for extension in KINDS if extension != "jpeg")


def _what_is_taken() -> str:
    limits = {"files": MOST_FILES, "size": MOST_BYTES // MEGABYTE, "kinds": _kinds()}
    return _("ครั้งละไม่เกิน %(files)d ไฟล์ ไฟล์ละไม่เกิน %(size)d เมกะไบต์: %(kinds)s") % limits


class FilesForm(DeskForm):
    """Files for a request; from an agency, for one of its own answers."""

    submit_label = gettext_lazy("แนบไฟล์")

    new_files = FilesField(required=True)
    response = forms.TypedChoiceField(label=gettext_lazy("แนบกับคำตอบ"), coerce=int)

    def __init__(self, *args: Any, answers: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if not answers:
            del self.fields["response"]
            return
        self.fields["response"].choices = answers  # type: ignore[attr-defined]
        if len(answers) == 1:
            self.fields["response"].widget = forms.HiddenInput()
            self.fields["response"].initial = answers[0][0]
