"""Word documents: paragraphs, tables that make columns, text boxes, headers, lists, and what Word would not show."""

import io
import zipfile

import pytest
from docx import Document as Word
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import RGBColor

from matching.reading import understand
from matching.reading.document import Unreadable
from matching.reading.docx import extract

BOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>
 <mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>
 <mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>
 </mc:AlternateContent></w:r>"""


def made(word):
    out = io.BytesIO()
    word.save(out)
    return extract(out.getvalue())


def texts(document):
    return [line.text for line in document.lines if line.text]


def test_paragraphs_lists_and_headings():
    word = Word()
    word.add_heading("Experience", 1)
    word.add_paragraph("Cook\tHotel Adler\t2019 – 2022")
    word.add_paragraph("Ran the grill", style="List Bullet")
    document = made(word)
    assert texts(document) == ["Experience", "Cook", "Hotel Adler", "2019 – 2022", "• Ran the grill"]
    assert document.lines[0].bold


def test_a_table_of_two_columns_is_read_column_by_column():
    word = Word()
    table = word.add_table(1, 2)
    left, right = table.rows[0].cells
    left.text = "Contact\nanna@example.org\nSkills\nTriage\nWound care\nPhlebotomy"
    right.text = "Anna Becker\nExperience\nNurse\nHospital Sankt Anna\n2019 – 2021\nCared for patients"
    reading = understand(made(word))
    assert [fact.value for fact in reading.all("skill")] == ["Triage", "Wound care", "Phlebotomy"]
    assert [job.part("company") for job in reading.all("experience")] == ["Hospital Sankt Anna"]
    assert reading.value("name") == "Anna Becker"


def test_a_table_of_jobs_is_read_row_by_row():
    word = Word()
    word.add_paragraph("Anna Becker")
    word.add_heading("Experience", 1)
    table = word.add_table(0, 3)
    for row in [("2019 – 2022", "Cook", "Hotel Adler"), ("2017 – 2019", "Waiter", "Café Sol")]:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    jobs = understand(made(word)).all("experience")
    assert [(job.part("title"), job.part("company"), job.part("start")) for job in jobs] == [
        ("Cook", "Hotel Adler", "2019"),
        ("Waiter", "Café Sol", "2017"),
    ]


def test_a_text_box_is_read_once_though_it_is_stored_twice():
    word = Word()
    word.add_paragraph("Anna Becker")
    word.add_paragraph()._p.append(parse_xml(BOX.format("anna.becker@example.org")))
    assert texts(made(word)).count("anna.becker@example.org") == 1


def test_the_header_of_the_page_comes_first():
    word = Word()
    word.sections[0].header.paragraphs[0].text = "Anna Becker | anna@example.org"
    word.add_paragraph("Experience")
    assert texts(made(word)) == ["Anna Becker | anna@example.org", "Experience"]


def test_what_word_hides_is_kept_apart():
    word = Word()
    paragraph = word.add_paragraph("Cook ")
    white = paragraph.add_run("python kubernetes leadership")
    white.font.color.rgb = RGBColor(255, 255, 255)
    gone = paragraph.add_run("expert")
    gone._r.get_or_add_rPr().append(OxmlElement("w:vanish"))
    document = made(word)
    assert texts(document) == ["Cook"]
    assert "python kubernetes leadership" in document.hidden and "expert" in document.hidden


def test_white_letters_on_a_dark_cell_are_seen():
    word = Word()
    cell = word.add_table(1, 1).rows[0].cells[0]
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), "1F3864")
    cell._tc.get_or_add_tcPr().append(shade)
    run = cell.paragraphs[0].add_run("Anna Becker")
    run.font.color.rgb = RGBColor(255, 255, 255)
    assert texts(made(word)) == ["Anna Becker"]


def test_links_behind_words_are_kept():
    word = Word()
    word.add_paragraph("Anna Becker, my pages")
    word.part.relate_to(
        "https://anna.example/work",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    assert made(word).links == ["https://anna.example/work"]


def test_entities_are_not_followed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(
            "word/document.xml",
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Anna &x;</w:t></w:r></w:p></w:body></w:document>',
        )
    assert texts(extract(out.getvalue())) == ["Anna"]


@pytest.mark.parametrize("data", [b"PK\x03\x04 and no more", b"", b"nothing of the kind"])
def test_a_broken_file_is_refused(data):
    with pytest.raises(Unreadable) as error:
        extract(data)
    assert error.value.code == "damaged"


def test_a_document_without_text_is_refused():
    with pytest.raises(Unreadable) as error:
        made(Word())
    assert error.value.code == "no_text"
