"""Paging by key: every row once, in order, in both directions, whatever is null or equal."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import Event
from accounts.paging import page_of

ORDERS = {
    "newest": ("-at", "-pk"),
    "tried": ("try_at", "pk"),
    "tried_last": ("-try_at", "pk"),
    "company": ("company__name", "-attempts", "pk"),
    "company_back": ("-company__name", "attempts", "-pk"),
}
START = datetime(2026, 1, 1, tzinfo=UTC)


def asked(**query):
    return RequestFactory().get("/", query)


def walk(queryset, order, size):
    """The pages from first to last by the next cursor, then from last to first by the previous one."""
    pages, cursor = [], {}
    while True:
        page = page_of(queryset, asked(sort=order, **cursor), orders=ORDERS, size=size)
        pages.append(page)
        if page.next_cursor is None:
            break
        cursor = {"cursor": page.next_cursor}
    back = [pages[-1]]
    while back[-1].previous_cursor:
        back.append(page_of(queryset, asked(sort=order, cursor=back[-1].previous_cursor), orders=ORDERS, size=size))
    return pages, back


def in_order(events, names, order):
    """The ids as Python sorts them: nulls last whichever way."""
    rows = list(events)
    for path in reversed(ORDERS[order]):
        field, down = path.lstrip("-"), path.startswith("-")

        def value(row, field=field):
            return names.get(row.company_id) if field == "company__name" else getattr(row, field)

        rows = sorted((r for r in rows if value(r) is not None), key=value, reverse=down) + [r for r in rows if value(r) is None]
    return [row.pk for row in rows]


row_facts = st.tuples(st.integers(0, 3), st.none() | st.integers(0, 2), st.integers(0, 2), st.sampled_from([None, "a", "b"]))


@pytest.mark.django_db
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.lists(row_facts, max_size=9), size=st.integers(1, 4), order=st.sampled_from(sorted(ORDERS)))
def test_walking_yields_every_row_once_and_in_order(company, other_company, facts, size, order):
    Event.objects.all().delete()
    companies = {"a": company, "b": other_company}
    Event.objects.bulk_create(
        Event(
            name="x",
            actor_kind="system",
            subject_type="x",
            subject_id="1",
            at=START + timedelta(days=at),
            attempts=attempts,
            try_at=None if tried is None else START + timedelta(days=tried),
            company=companies.get(of),
        )
        for at, tried, attempts, of in facts
    )
    names = {company.pk: company.name, other_company.pk: other_company.name}

    pages, back = walk(Event.objects.all(), order, size)

    expected = in_order(Event.objects.order_by("pk"), names, order)
    assert [row.pk for page in pages for row in page] == expected
    assert [row.pk for page in reversed(back) for row in page] == expected
    assert all(len(page) <= size for page in pages)
    assert pages[0].previous_cursor is None


@pytest.fixture
def events(company):
    return Event.objects.bulk_create(
        Event(name="x", actor_kind="system", subject_type="x", subject_id=str(n), company=company) for n in range(5)
    )


def test_a_row_that_comes_in_between_shifts_nothing(events, company):
    first = page_of(Event.objects.all(), asked(), orders=ORDERS, size=2)
    Event.objects.create(name="new", actor_kind="system", subject_type="x", subject_id="9", company=company)

    second = page_of(Event.objects.all(), asked(cursor=first.next_cursor), orders=ORDERS, size=2)

    assert [row.pk for row in second] == [events[2].pk, events[1].pk]


@pytest.mark.parametrize("cursor", ["", "x", "ÿ", "a" * 5000, "AAAA", "eyJhIjoxfQ", "%00", "=", "-_-_-_-_-_-_-_-_-_-_-_-_-_-_"])
def test_a_bad_cursor_opens_the_first_page(events, cursor):
    page = page_of(Event.objects.all(), asked(cursor=cursor), orders=ORDERS, size=2)

    assert [row.pk for row in page] == [events[4].pk, events[3].pk]


def test_a_cursor_of_another_order_opens_the_first_page(events):
    page = page_of(Event.objects.all(), asked(sort="newest"), orders=ORDERS, size=2)

    other = page_of(Event.objects.all(), asked(sort="tried", cursor=page.next_cursor), orders=ORDERS, size=2)

    assert other.previous_cursor is None
    assert [row.pk for row in other] == [events[0].pk, events[1].pk]


def test_a_changed_cursor_opens_the_first_page(events):
    cursor = page_of(Event.objects.all(), asked(), orders=ORDERS, size=2).next_cursor
    changed = ("A" if cursor[10] != "A" else "B").join([cursor[:10], cursor[11:]])

    assert page_of(Event.objects.all(), asked(cursor=changed), orders=ORDERS, size=2).previous_cursor is None


def test_a_cursor_shows_no_value_and_is_the_same_each_time(company, other_company):
    rows = type(company).objects.all()
    orders = {"name": ("name", "pk")}

    cursors = {page_of(rows, asked(), orders=orders, size=1).next_cursor for _ in range(3)}

    assert len(cursors) == 1
    assert company.name not in cursors.pop()


def test_it_is_one_query_however_many_rows(events, django_assert_num_queries):
    for size in (1, 3):
        with django_assert_num_queries(1):
            assert len(page_of(Event.objects.all(), asked(sort="company"), orders=ORDERS, size=size)) == size


def test_going_back_past_rows_that_went_shows_the_first_page(events):
    second = page_of(
        Event.objects.all(),
        asked(cursor=page_of(Event.objects.all(), asked(), orders=ORDERS, size=2).next_cursor),
        orders=ORDERS,
        size=2,
    )
    Event.objects.filter(pk=events[4].pk).delete()

    back = page_of(Event.objects.all(), asked(cursor=second.previous_cursor), orders=ORDERS, size=2)

    assert [row.pk for row in back] == [events[3].pk, events[2].pk]
    assert back.previous_cursor is None


def test_links_keep_the_filters(events):
    page = page_of(Event.objects.all(), asked(name="x", sort="newest"), orders=ORDERS, size=2)

    kept = QueryDict(page.next_url[1:])
    assert (kept["name"], kept["sort"], kept["cursor"]) == ("x", "newest", page.next_cursor)
