import pytest

from accounts.services.handles import suggest_handle


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Emre Yıldırım", "emre.yildirim"),
        ("Søren Bjørn", "soren.bjorn"),
        ("Łukasz Małysz", "lukasz.malysz"),
        ("Jörg Groß", "jorg.gross"),
        ("Æsa Þórðar", "aesa.thordar"),
        ("Ana Petrović", "ana.petrovic"),
        ("Đorđe", "dorde"),
    ],
)
def test_a_handle_keeps_every_letter_of_a_name(company, name, handle):
    assert suggest_handle(company=company, name=name) == handle
