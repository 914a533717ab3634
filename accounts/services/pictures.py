"""Photos and logos: what was uploaded is opened with limits and drawn anew, so that nothing but pixels is kept."""

import io
from secrets import token_hex

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.refusal import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000  # a large camera's photo; more is a bomb
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class PictureRefused(Refused):
    """The upload is no picture that can be shown."""


def as_webp(upload, *, size, field, crop=False):
    """The upload as a WebP file of at most `size` (width, height) pixels, without EXIF, profile or comments."""
    if upload.size > MOST_BYTES:
        raise PictureRefused(_("The picture is larger than 5 MB."), code="picture_too_large", field=field)
    try:
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureRefused(_("The picture has too many pixels."), code="picture_too_large", field=field)
            image.draft("RGB", (size[0] * 2, size[1] * 2))
            image.load()
            drawn = ImageOps.exif_transpose(image).convert("RGBA" if _see_through(image) else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise PictureRefused(
            _("That is no picture we can read. Use JPEG, PNG, WebP or GIF."), code="picture_unreadable", field=field
        ) from error
    if crop:
        drawn = ImageOps.fit(drawn, size, Image.Resampling.LANCZOS)
    else:
        drawn.thumbnail(size, Image.Resampling.LANCZOS)
    fresh = Image.new(drawn.mode, drawn.size)
    fresh.paste(drawn)
    out = io.BytesIO()
    fresh.save(out, "WEBP", quality=82, method=4)
    return ContentFile(out.getvalue(), name=f"{token_hex(16)}.webp")


def _see_through(image):
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
