"""A job pasted as plain text ranks the people of its trade first, whatever the trade, with no configuration."""

from datetime import date

import pytest

from matching.ranking import rank, row_of
from matching.reading import understand
from matching.reading.open import open_document

RESUMES = {
    "nurse": """Maria Santos
maria@example.org

Profile
Caring nurse with night-shift experience on a busy surgical ward.

Experience
Staff Nurse, St Anne Hospital
2016 - present
Looked after patients before and after operations, dressed wounds, gave medication, took blood and kept the charts.

Education
Bachelor of Nursing, Porto, 2015

Skills
Wound care, phlebotomy, BLS, electronic health records
""",
    "welder": """Jan Kowalski
jan@example.org

Experience
Fabricator, Nordwerft
2012 - 2023
Joined steel plates and pipes for ships with MIG and TIG, read drawings, ground and tested seams.

Skills
MIG welding, TIG welding, blueprint reading, forklift licence
""",
    "teacher": """Chloe Martin
chloe@example.org

Experience
Primary School Teacher, Hillside School
2014 - present
Taught a class of seven-year-olds to read and count, planned lessons, met parents.

Education
Bachelor of Education, Leeds

Skills
Lesson planning, classroom management, phonics, safeguarding
""",
    "accountant": """Dirk Vogel
dirk@example.org

Experience
Accountant, Vogel GmbH
2010 - present
Closed the books each month, paid suppliers, prepared tax returns and the annual statements.

Skills
Accounts payable, IFRS, SAP FI, Excel
""",
    "driver": """Sam O'Neill
sam@example.org

Experience
Truck Driver, Northern Haulage
2011 - present
Drove articulated lorries through Europe, loaded pallets, checked the vehicle and kept the tachograph.

Skills
HGV Class 1, ADR, route planning
""",
    "chef": """Aiko Tanaka
aiko@example.org

Experience
Sous Chef, Blue Bay Restaurant
2015 - present
Cooked fish dishes, wrote menus, ordered food and led a kitchen brigade of six.

Skills
Menu planning, HACCP, kitchen management
""",
    "developer": """Priya Nair
priya@example.org

Experience
Backend Engineer, Cloudshop
2017 - present
Built web services in Django, tuned PostgreSQL queries and moved everything to Kubernetes.

Skills
Python, Django, PostgreSQL, Kubernetes, Docker
""",
    "lawyer": """Owen Hughes
owen@example.org

Experience
Solicitor, Hughes & Partners
2009 - present
Drafted contracts, advised companies on mergers and represented clients in court.

Skills
Contract law, litigation, legal research
""",
    "designer": """Lena Fischer
lena@example.org

Experience
Graphic Designer, Studio Nord
2016 - present
Drew logos, laid out magazines and designed posters for theatres.

Skills
Photoshop, InDesign, typography
""",
    "electrician": """Paulo Lima
paulo@example.org

Experience
Electrician, Luz Ltda
2013 - present
Wired houses, replaced fuse boards, found faults in machines.

Skills
Electrical installation, PLC programming
""",
    "receptionist": """Fatima Zahra
fatima@example.org

Experience
Hotel Receptionist, Grand Atlas
2018 - present
Welcomed guests, handled bookings, invoices and complaints, answered the phone in three languages.

Skills
Front desk, reservations, customer service
""",
    "recruiter": """Tom Becker
tom@example.org

Experience
Recruiter, People First
2015 - present
Found candidates, led interviews, advised managers on pay and onboarding.

Skills
Talent acquisition, onboarding, employee relations
""",
}
JOBS = {
    "nurse": "Ward nurse for our surgical unit\n\nYou care for patients around operations, monitor vital signs, "
    "administer drugs and talk to families.",
    "welder": "Metal fabricator\n\nOur shipyard needs someone who joins steel by gas-shielded arc processes and "
    "works from technical drawings.",
    "teacher": "Key Stage 1 class teacher\n\nPlan and deliver lessons for pupils aged 5 to 7, assess progress and "
    "work with parents.",
    "accountant": "Bookkeeping specialist\n\nMonthly closing, supplier invoices, VAT, annual financial statements.",
    "driver": "Long distance lorry driver\n\nDeliver goods across the continent, secure loads, respect driving hours.",
    "chef": "Second in command for our kitchen\n\nPrepare seafood, plan the menu, keep hygiene rules, guide cooks.",
    "developer": "Software engineer for web APIs\n\nDesign and run services over relational databases in containers.",
    "lawyer": "In-house counsel\n\nNegotiate agreements, manage disputes, advise the board on legal risk.",
    "designer": "Visual communication artist\n\nCreate brochures, brand identities and print layouts.",
    "electrician": "Maintenance technician, electrical\n\nInstall wiring, repair control panels, trace faults on "
    "production machines.",
    "receptionist": "Front office agent\n\nCheck guests in and out, take reservations, solve problems of visitors.",
    "recruiter": "HR partner\n\nHire staff, screen applicants, support managers in people matters.",
}


def read(name, number):
    document = open_document(RESUMES[name].encode(), "cv.txt")
    return row_of(number, document, understand(document, date(2026, 1, 1)), today=date(2026, 1, 1))


@pytest.fixture(scope="module")
def rows():
    return [read(name, number) for number, name in enumerate(RESUMES)]


@pytest.fixture(scope="module")
def lists(rows):
    """{trade: [(trade of the résumé, score)] best first}"""
    names = list(RESUMES)
    return {trade: [(names[told.id], float(told.total)) for told, _ in rank(text, rows)] for trade, text in JOBS.items()}


@pytest.mark.parametrize("trade", JOBS)
def test_the_trade_stands_among_the_first_two(trade, lists):
    assert trade in [name for name, _ in lists[trade][:2]]


def test_the_trade_stands_first_nearly_always(lists):
    assert sum(ranked[0][0] == trade for trade, ranked in lists.items()) >= 11


def test_the_right_people_are_well_apart_from_the_rest(lists):
    assert sum(ranked[0][1] >= 1.5 * ranked[1][1] for ranked in lists.values()) >= 9


def test_what_is_missing_is_told_by_name(rows):
    [(best, missing), *_] = rank("Nurse\n\nRequirements:\n- wound care\n- dialysis\n", rows)

    assert missing == ["Dialysis"]
    assert best.total < 100
