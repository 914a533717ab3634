"""What the taxonomy answers: which skill a text names, what a skill implies, and what is no skill at all."""

import pytest

from matching.taxonomy import Skill, taxonomy


def names(text, **options):
    return [found.skill.name for found in taxonomy().find(text, **options)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("JS", "javascript"),
        ("ECMAScript", "javascript"),
        ("java script", "javascript"),
        ("k8s", "kubernetes"),
        ("Postgres", "postgresql"),
        ("Golang", "go"),
        ("go", "go"),
        ("C++", "c-plus-plus"),
        ("c#", "c-sharp"),
        (".net core", "dotnet"),
        ("ICU", "intensive-care"),
        ("Staplerschein", "forklift-operation"),
        ("contabilidad", "accounting"),
        ("service client", "customer-service"),
        ("MIG/MAG-Schweißen", None),
        ("WIG-Schweißen", "tig-welding"),
        ("SAP FI/CO", "sap-fi"),
        ("HGV Class 1", "truck-driving"),
        ("banana", None),
        ("", None),
    ],
)
def test_a_spelling_leads_to_its_skill(text, key):
    skill = taxonomy().lookup(text)

    assert (skill.key if skill else None) == key


@pytest.mark.parametrize(
    "text",
    [
        "I go to work and lead the rest of the team with access to the spring.",
        "Excel in all you do. Swift action in May; a word of advice, and see the sketch.",
        "R. Smith, Block C, Spring Street 5",
        "We rely on chef Maria and a puppet show; the express bus; react to change",
        "Access to clean water is a rest for the soul",
        "it is up to us; aid, can, or, pm",
        "Spring 2019: course about the rest of Europe",
        "Unity is strength. Word of mouth. Notion of time. Zoom in on details.",
    ],
)
def test_ordinary_words_are_no_skills(text):
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Languages: Go, R, C, Python", ["Go", "R", "C", "Python"]),
        ("Five years as a Go developer", ["Go"]),
        ("good with Excel and Word", ["Microsoft Excel", "Microsoft Word"]),
        ("Java, Spring, Hibernate", ["Java", "Spring Framework", "Hibernate"]),
        ("Microsoft Access", ["Microsoft Access"]),
        ("html, css, react, node, go", ["HTML", "CSS", "React", "Node.js", "Go"]),
        ("Expertise in React and Flask", ["React", "Flask"]),
        ("Skills\n• Excel\n• Python\n• R", ["Microsoft Excel", "Python", "R"]),
        (
            "Access, Word and Outlook, PowerPoint",
            ["Microsoft Access", "Microsoft Word", "Microsoft Outlook", "Microsoft PowerPoint"],
        ),
    ],
)
def test_ordinary_words_are_skills_where_the_text_says_so(text, found):
    assert names(text) == found


def test_an_item_of_a_list_of_skills_counts_without_company():
    assert names("Go", listed=True) == ["Go"]
    assert names("Go") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kubernets", "Kubernetes"),
        ("Pyhton", "Python"),
        ("Javscript", "JavaScript"),
        ("Postgressql", "PostgreSQL"),
        ("Machne Learning", "Machine learning"),
        ("Photshop", "Adobe Photoshop"),
    ],
)
def test_a_misspelt_skill_is_found_and_marked(text, name):
    [found] = taxonomy().find(f"I know {text} well")

    assert (found.skill.name, found.exact) == (name, False)


@pytest.mark.parametrize(
    "text",
    [
        "Mr Dockery",
        "I am Ruby Jackson from Julia Creek",
        "Martinez Herrera Kowalski",
        "Javier Angulo",
        "Piton de la Fournaise",
        "She wore sandals",
        "Alejandra Tabla, Lindsey Jenkin",
    ],
)
def test_a_name_that_looks_like_a_skill_is_not_mended(text):
    assert names(text) == []


def test_a_hit_says_where_it_stands():
    text = "ten years of Django, then machine\nlearning"

    assert [text[found.start : found.end] for found in taxonomy().find(text)] == ["Django", "machine\nlearning"]


def test_the_longest_name_wins():
    assert names("Spring Boot and SQL Server") == ["Spring Boot", "Microsoft SQL Server"]


def test_skills_imply_others_and_have_neighbours():
    credited = taxonomy().closure(["django"])

    assert credited["django"] == 1.0
    assert credited["python"] == 1.0
    assert 0 < credited["flask"] < 1
    assert "cooking" not in credited


def test_implications_go_several_steps():
    assert taxonomy().closure(["next-js"]).keys() >= {"next-js", "react", "javascript"}


def test_one_can_ask_which_skills_speak_for_another():
    own = taxonomy().extended([Skill("snakeframe", "Snakeframe", implies=("python",))])

    assert {"django", "flask"} <= set(taxonomy().speaking_for("python"))
    assert "python" not in taxonomy().speaking_for("python")
    assert set(own.speaking_for("python")) == {*taxonomy().speaking_for("python"), "snakeframe"}
    assert own.speaking_for("no-such-skill") == []


def test_an_unknown_key_credits_nothing():
    assert taxonomy().closure(["no-such-skill"]) == {}


def test_what_a_skill_refers_to_exists():
    known = taxonomy()
    broken = [
        (skill.key, other)
        for skill in known.skills.values()
        for other in (*skill.implies, *(key for key, _ in skill.related))
        if other not in known
    ]

    assert broken == []


def test_all_trades_are_there():
    sample = [
        "Wound care",
        "Bricklaying",
        "Lesson planning",
        "Accounts payable",
        "Litigation",
        "Housekeeping",
        "Forklift",
        "Cold calling",
        "Onboarding",
        "Injection moulding",
        "Typography",
        "Hairdressing",
        "Milking",
        "CCTV",
        "Sommelier",
        "Customs clearance",
    ]

    assert [name for name in sample if taxonomy().lookup(name) is None] == []
    assert len(taxonomy()) > 5000


@pytest.mark.parametrize(
    ("typed", "key"),
    [("kuberntes", "kubernetes"), ("pyth", "python"), ("weldng", "welding"), ("electronic health", "electronic-health-records")],
)
def test_typing_suggests_the_nearest_skills(typed, key):
    assert key in [skill.key for skill in taxonomy().suggest(typed, 5)]


def test_suggesting_for_nothing_gives_nothing():
    assert taxonomy().suggest("   ") == []


def test_a_company_adds_its_own_skills():
    own = taxonomy().extended(
        [
            Skill("acme-press", "Acme Press 3000", ("AP3000",), "own", implies=("machine-operation",)),
            {"key": "python", "name": "Python", "aliases": ["Snakelang"]},
        ]
    )

    assert own.lookup("AP3000").key == "acme-press"
    assert own.lookup("snakelang").key == "python"
    assert own.lookup("Python 3").key == "python"
    assert own.closure(["acme-press"])["machine-operation"] == 1.0
    assert [found.skill.key for found in own.find("runs the Acme Press 3000 with Snakelang")] == ["acme-press", "python"]
    assert taxonomy().lookup("AP3000") is None


def test_equal_skills_of_a_company_make_one_taxonomy():
    press = {"key": "acme-press", "name": "Acme Press", "aliases": ["AP"], "implies": []}

    assert taxonomy().extended([press]) is taxonomy().extended([dict(press)])
    assert taxonomy().extended([{**press, "aliases": []}]) is not taxonomy().extended([press])


def test_finding_survives_any_text():
    for text in ["", "\0\0", "🧑‍🍳 Köchin", "مهندس برمجيات Python", "," * 500, "C++" * 300, "\n" * 50]:
        for found in taxonomy().find(text):
            assert 0 <= found.start < found.end <= len(text)


def test_different_products_are_different_skills():
    known = taxonomy()
    found = [one.skill.key for one in known.find("GitHub Actions, GitLab CI, Prometheus and Grafana, RabbitMQ")]

    assert found == ["github-actions", "gitlab-ci", "prometheus", "grafana", "rabbitmq"]
    credited = known.closure({"github-actions", "prometheus"})
    assert credited["monitoring-tools"] == credited["ci-cd"] == 1.0
    assert 0 < credited["gitlab-ci"] < 1 and 0 < credited["grafana"] < 1
