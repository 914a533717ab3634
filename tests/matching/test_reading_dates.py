"""Periods of jobs and degrees, as people write them in five languages."""

import pytest

from matching.reading.dates import goes_on, parse, periods, years_covered


@pytest.mark.parametrize(
    "text, start, end",
    [
        ("Jan 2019 – Present", "2019-01", "present"),
        ("06/2016 - 12/2018", "2016-06", "2018-12"),
        ("2017-2020", "2017", "2020"),
        ("2019/20", "2019", "2020"),
        ("Sept. 2012 to June 2014", "2012-09", "2014-06"),
        ("May '19 – Jun '20", "2019-05", "2020-06"),
        ("June–August 2019", "2019-06", "2019-08"),
        ("2021-06-01 — 2022-12-31", "2021-06", "2022-12"),
        ("2022-06 — 2022-08", "2022-06", "2022-08"),
        ("12/05/2015 – 30/06/2018", "2015-05", "2018-06"),
        ("since 2011", "2011", "present"),
        ("June 2016 to till date", "2016-06", "present"),
        ("März 2019 bis heute", "2019-03", "present"),
        ("seit 05/2020", "2020-05", "present"),
        ("05.2014-heute", "2014-05", "present"),
        ("Jänner 2010 – Feber 2012", "2010-01", "2012-02"),
        ("De janvier 2015 à mars 2018", "2015-01", "2018-03"),
        ("Depuis mars 2020", "2020-03", "present"),
        ("août 2018 – aujourd'hui", "2018-08", "present"),
        ("enero de 2015 - actualidad", "2015-01", "present"),
        ("Sept. 2017 – la fecha", "2017-09", "present"),
        ("desde 2018 até o momento", "2018", "present"),
        ("jan/2019 – atual", "2019-01", "present"),
        ("março de 2012 a dezembro de 2014", "2012-03", "2014-12"),
        ("2023年5月 - 至今", "2023-05", "present"),
    ],
)
def test_a_period_has_a_start_and_an_end(text, start, end):
    [period] = periods(text)
    assert (period.start, period.end, period.single) == (start, end, False)


def test_a_date_alone_is_an_end_and_says_so():
    [period] = periods("Graduated June 2014")
    assert (period.start, period.end, period.single) == (None, "2014-06", True)


def test_a_period_tells_where_it_stands():
    text = "Welder, Metalbau Krüger GmbH, März 2019 bis heute"
    [period] = periods(text)
    assert text[period.first : period.last] == "März 2019 bis heute"


@pytest.mark.parametrize("text", ["+49 30 23125820", "$2000", "12,000 customers", "cut costs by 2019%", "ISO 9001"])
def test_numbers_that_are_no_dates_are_left_alone(text):
    assert periods(text) == []


def test_day_and_month_are_told_apart_by_the_year():
    assert parse("03.12.2015") == "2015-12"
    assert parse("2015-12-03") == "2015-12"


def test_a_period_broken_by_a_line_end_is_recognised():
    assert goes_on("maio de 2019 – agosto", "de 2023")
    assert goes_on("Software Engineer | 2014-12 -", "2018-06")
    assert not goes_on("Software Engineer", "2018-06")


def test_time_that_two_jobs_share_counts_once():
    today = (2024, 6)
    assert years_covered([("2018-01", "2019-12"), ("2019-01", "2020-12")], today) == 3.0
    assert years_covered([("2010-01", "2010-12"), ("2015-01", "2015-12")], today) == 2.0


def test_a_present_job_runs_to_the_day_that_is_given():
    assert years_covered([("2020-07", "present")], (2022, 6)) == 2.0
    assert years_covered([("2020-07", "present")], (2024, 6)) == 4.0


def test_without_a_complete_period_nothing_is_known():
    assert years_covered([(None, "2020"), ("2019", None)], (2024, 1)) is None
