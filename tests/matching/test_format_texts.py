"""Plain text, HTML, RTF and ODT become lines in reading order, with bold and size where the format has them."""

import pytest

from matching.reading.open import open_document
from tests.hostile import offices


@pytest.mark.parametrize(
    "text, encoding",
    [
        ("Zoë Müller\nÉtudes à Besançon, niño", "utf-8"),
        ("Zoë Müller\nÉtudes", "utf-8-sig"),
        ("Zoë Müller\nÉtudes", "utf-16"),
        ("Zoë Müller\nÉtudes à Besançon", "utf-16-le"),
        ("Zoë Müller\nÉtudes à Besançon", "utf-16-be"),
        ("Zoë Müller\nÉtudes à Besançon – “niño”", "cp1252"),
        ("Zoë Müller\nÉtudes", "utf-32"),
        ("Анна Иванова\nОпыт работы: бухгалтер, 2015 – 2020, город Москва, завод «Прогресс»", "cp1251"),
        ("Łukasz Wiśniewski\nKsięgowy, Poznań, zarządzanie zespołem, język angielski biegły", "cp1250"),
        ("山田太郎\n職務経歴書 東京都の病院で看護師として勤務しました", "shift_jis"),
    ],
)
def test_plain_text_is_read_in_any_encoding(text, encoding):
    document = open_document(text.encode(encoding), "cv.txt")

    assert (document.kind, document.text) == ("txt", text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0c", "\u2028"])
def test_every_kind_of_line_end_parts_lines(end):
    assert open_document(end.join(["Ada Nowak", "", "Nurse"]).encode()).text == "Ada Nowak\nNurse"


PAGE = """<!doctype html><html><head><title>CV</title><style>p { color: #333 }</style></head><body>
<!-- not for eyes --><script>alert("no")</script>
<h1>Ada <em>Nowak</em></h1><p>ada@example.com<br>+48 600 100 200 &amp; <a href="https://ada.example">ada.example</a></p>
<h2>Experience</h2><div>Nurse, <b>Saint Mary</b></div><ul><li>Triage</li><li><b>Wards</b></li></ul>
<table><tr><td>2019</td><td>Nurse</td></tr><tr><td>2015</td><td>Carer</td></tr></table>
<table><tr><td><p>Left one</p><p>Left two</p></td><td><p>Right one</p><p>Right two</p></td></tr></table>
</body></html>"""


def test_a_web_page_becomes_its_visible_lines():
    document = open_document(PAGE.encode(), "cv.html")

    assert document.text.split("\n") == [
        "Ada Nowak",
        "ada@example.com",
        "+48 600 100 200 & ada.example",
        "Experience",
        "Nurse, Saint Mary",
        "• Triage",
        "• Wards",
        "2019\tNurse",
        "2015\tCarer",
        "Left one",
        "Left two",
        "Right one",
        "Right two",
    ]
    assert [line.text for line in document.lines if line.bold] == ["Ada Nowak", "Experience", "• Wards"]
    assert document.lines[0].size > document.lines[3].size > document.lines[1].size
    assert document.lines[9].block == document.lines[10].block != document.lines[11].block
    assert (document.links, document.hidden) == (["https://ada.example"], "")


RTF = rb"""{\rtf1\ansi\ansicpg1250\deff0\uc1{\fonttbl{\f0\fswiss\fcharset238 Arial;}{\f1\fcharset204 Arial Cyr;}}
{\colortbl;\red0\green0\blue0;}{\*\generator Riched20;}{\info{\author Somebody Else}}
{\header\pard\b\fs36 Ada Nowak\b0\par}
\pard\fs22 Pozna\'f1, \u322?\'f3d\'9f {\f1 \'cc\'ee\'f1\'ea\'e2\'e0}\par
{\field{\*\fldinst{HYPERLINK "https://ada.example"}}{\fldrslt ada.example}}\par
\pard{\b Experience}\par
{\pntext\bullet\tab}Nurse\line Ward 3\par
\trowd\cellx1000\cellx2000\intbl 2019\cell Nurse\cell\row
{\pict\pngblip\bin4 abc}}\par}
{\*\unknown should not show}\u-10179?\u-9154? done\par}"""


def test_an_rtf_is_read_with_its_code_pages_and_fields():
    document = open_document(RTF, "cv.rtf")

    assert document.text.split("\n") == [
        "Ada Nowak",
        "Poznań, łódź Москва",
        "ada.example",
        "Experience",
        "•\tNurse",
        "Ward 3",
        "2019\tNurse",
        "🐾 done",
    ]
    assert [line.text for line in document.lines if line.bold] == ["Ada Nowak", "Experience"]
    assert [line.size for line in document.lines[:2]] == [18, 11]
    assert document.links == ["https://ada.example"]


def test_white_text_in_a_dark_table_cell_of_an_rtf_is_read():
    data = (
        rb"{\rtf1\ansi{\colortbl;\red255\green255\blue255;\red10\green30\blue60;}"
        rb"\trowd\clcbpat2\cellx3000\pard\intbl\cf1 Ada Nowak\cell\row\pard\cf0 Nurse\par}"
    )

    assert open_document(data).text == "Ada Nowak\nNurse"


STYLES = (
    '<style:style style:name="P1"><style:text-properties fo:font-weight="bold" fo:font-size="18pt"/></style:style>'
    '<style:style style:name="P2" style:parent-style-name="P1">'
    '<style:text-properties fo:font-size="14pt"/></style:style>'
)
BODY = """<text:p text:style-name="P1">Ada<text:s/>Nowak</text:p>
<text:p><text:a xlink:href="mailto:ada@example.com">ada@example.com</text:a><text:line-break/>
Poznań<text:tab/>Poland</text:p>
<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>
<text:h text:style-name="P2">Experience</text:h>
<text:list><text:list-item><text:p>Triage</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>2019</text:p></table:table-cell>
<table:table-cell><text:p>Nurse</text:p></table:table-cell></table:table-row></table:table>
<text:p>Before<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame></text:p>"""


def test_an_odt_is_read_with_its_styles_tables_and_boxes():
    header = (
        '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:master-styles><style:master-page>'
        "<style:header><text:p>Curriculum vitae</text:p></style:header></style:master-page></office:master-styles>"
        "</office:document-styles>"
    )
    document = open_document(offices.odt(BODY, STYLES, {"styles.xml": header}), "cv.odt")

    assert document.text.split("\n") == [
        "Curriculum vitae",
        "Ada Nowak",
        "ada@example.com",
        "Poznań\tPoland",
        "Experience",
        "• Triage",
        "2019\tNurse",
        "Before",
        "In a box",
    ]
    assert [(line.text, line.size) for line in document.lines if line.bold] == [("Ada Nowak", 18), ("Experience", 14)]
    assert document.lines[-1].block != document.lines[-2].block
    assert document.links == ["mailto:ada@example.com"]


def test_composed_letters_and_ligatures_are_spelled_out_with_their_places():
    from matching.reading.document import Line
    from matching.reading.open import clean

    line = clean(Line("e\u0301\u200bﬁx", xs=(0.0, 6.0, 6.0, 6.0, 12.0, 18.0)))

    assert (line.text, line.xs) == ("éfix", (0.0, 6.0, 9.0, 12.0, 18.0))


def test_a_deeply_nested_page_is_cut_not_crashed():
    assert open_document(b"<html><body><p>Ada</p>" + b"<div>" * 5_000 + b"deep").text.startswith("Ada")
    assert open_document(rb"{\rtf1 Ada " + b"{" * 1_500 + b"deep" + b"}" * 1_500 + b"}").text == "Ada deep"


@pytest.mark.parametrize("start", ['<?xml version="1.0"?>', '<?xml version="1.0"?>\n<?xml-stylesheet href="a.css"?>', ""])
def test_a_page_written_as_xml_is_read(start):
    page = start + '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Ada Nowak</p></body></html>'

    assert (open_document(page.encode()).kind, open_document(page.encode()).text) == ("html", "Ada Nowak")
