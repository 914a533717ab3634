"""PDF files, honest and hostile. Each maker returns bytes."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, StreamObject, TextStringObject
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

RESUME = [
    "Ada Nowak",
    "ada.nowak@example.com",
    "Experience",
    "Nurse, Saint Mary Hospital, 2019 to 2023",
    "Skills",
    "Triage, Wound care, Patient records",
]


def drawn(draw, pages=1, size=(595, 842)):
    """A PDF on whose first page `draw(canvas)` has drawn."""
    packed = BytesIO()
    canvas = Canvas(packed, pagesize=size, invariant=1)
    for number in range(pages):
        draw(canvas) if number == 0 else canvas.drawString(72, 700, f"Page {number + 1} of a long story")
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def write_resume(canvas, lines=RESUME):
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(lines):
        canvas.drawString(72, 770 - 20 * number, line)


def plain(pages=1):
    return drawn(write_resume, pages)


def with_text(text, *, color=(0, 0, 0), alpha=1, size=11, at=(72, 400), mode=0, under=None, over=None, paper=None):
    """The résumé plus `text`, painted as told; `under` and `over` are (colour, box) drawn before and after it."""

    def draw(canvas):
        if paper:
            canvas.setFillColor(Color(*paper))
            canvas.rect(0, 0, 595, 842, stroke=0, fill=1)
            canvas.setFillColor(Color(1, 1, 1))
        write_resume(canvas)
        box(canvas, under)
        line = canvas.beginText(*at)
        line.setFont("Helvetica", size)
        line.setTextRenderMode(mode)
        line.setFillColor(Color(*color, alpha=alpha))
        line.textLine(text)
        canvas.drawText(line)
        box(canvas, over)

    return drawn(draw)


def box(canvas, told):
    if told:
        color, (left, bottom, width, height) = told
        canvas.setFillColor(Color(*color))
        canvas.rect(left, bottom, width, height, stroke=0, fill=1)


def encrypted():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(plain())))
    writer.encrypt("secret", algorithm="AES-256")
    return written(writer)


def filled_form():
    """A form with a name typed into its field."""

    def draw(canvas):
        canvas.drawString(72, 770, "Name:")
        canvas.acroForm.textfield(name="name", value="Ada Nowak", x=120, y=765, width=200, height=20)
        canvas.linkURL("https://ada.example", (72, 700, 200, 720))

    return drawn(draw)


def typed_onto():
    """The résumé with "Available from May" typed onto its page as a note, as PDF viewers let people do."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(plain())))
    look = StreamObject()
    look.set_data(b"BT /F1 11 Tf 2 10 Td (Available from May) Tj ET")
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    look[NameObject("/Type")], look[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    look[NameObject("/BBox")] = ArrayObject(FloatObject(number) for number in (0, 0, 228, 30))
    look[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    note = FreeText(text="Available from May", rect=(72, 300, 300, 330))
    note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    note[NameObject("/F")] = NumberObject(4)
    writer.add_annotation(0, note)
    return written(writer)


def locked_against_copying():
    """Opens without a password; only the owner's rights are protected."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(plain())))
    writer.encrypt("", owner_password="owner", algorithm="AES-256")
    return written(writer)


def with_active_content():
    """JavaScript on opening, an embedded file, and a link that starts a program."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(plain())))
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('hello');")}
    )
    writer.add_attachment("payload.exe", b"MZ not really a program")
    writer.root_object[NameObject("/AA")] = DictionaryObject(
        {
            NameObject("/WC"): DictionaryObject(
                {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
            )
        }
    )
    return written(writer)


def with_dynamic_form():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(plain())))
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject(), NameObject("/XFA"): TextStringObject("<xdp/>")}
    )
    return written(writer)


def written(writer):
    packed = BytesIO()
    writer.write(packed)
    return packed.getvalue()


def picture_of_resume(width=1654, height=2339):
    """A page of the résumé as a picture, as a scanner makes it."""
    picture = Image.new("L", (width, height), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(46)
    for number, line in enumerate(RESUME):
        pen.text((200, 220 + 90 * number), line, fill=20, font=font)
    return picture


def scanned(layer=None, mode=3):
    """A page that is a picture only, or with an invisible text `layer` where the lines stand, as OCR programs write."""

    def draw(canvas):
        canvas.drawImage(ImageReader(picture_of_resume().convert("RGB")), 0, 0, 595, 842)
        for number, line in enumerate(layer or []):
            text = canvas.beginText(72, 842 - (220 + 90 * number + 46) * 72 / 200)
            text.setFont("Helvetica", 16)
            text.setTextRenderMode(mode)
            text.textLine(line)
            canvas.drawText(text)

    return drawn(draw)


def tedious(count=300_000):
    """A small file with one page of that many pieces of text."""

    def draw(canvas):
        canvas.setPageCompression(1)
        canvas.setFont("Helvetica", 11)
        canvas._code += ["BT 1 0 0 1 72 400 Tm (word ) Tj ET"] * count

    return drawn(draw)


def of_size(count):
    """A PDF of at least `count` bytes: the rest is a comment."""
    data = plain()
    return data + b"%" + b"x" * count + b"\n%%EOF\n"
