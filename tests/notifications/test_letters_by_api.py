"""What the pages of letters and rules do, for machines."""

from notifications.models import LetterVersion
from notifications.services.letters import EDITABLE

NEW = {"kind": "shortlisted", "language": "en", "seen": 0, "subject": "Hello {{candidate_name}}", "body": "About it."}


def post(client, path, data=None):
    return client.post(f"/api/v1/{path}", data or {}, content_type="application/json")


def test_a_letter_is_written_read_and_brought_back(sign_in, admin):
    client = sign_in(admin)
    first = post(client, "letters", NEW)
    assert first.status_code == 201 and first.json()["number"] == 1
    assert post(client, "letters", NEW | {"seen": 1, "ours": True}).json()["ours"] is True
    again = post(client, f"letters/{first.json()['id']}/restore")

    assert (again.status_code, again.json()["number"], again.json()["subject"]) == (201, 3, NEW["subject"])
    assert [row["number"] for row in client.get("/api/v1/letters?kind=shortlisted&language=en").json()["results"]] == [3, 2, 1]


def test_what_is_refused_names_field_and_code(sign_in, admin):
    answer = post(sign_in(admin), "letters", NEW | {"body": "{{candidat_name}}"})

    assert answer.status_code == 422 and "{{candidate_name}}" in answer.content.decode()
    assert "unknown_placeholder" in answer.content.decode()
    assert not LetterVersion.objects.exists()


def test_who_knows_an_older_version_is_told(sign_in, admin):
    client = sign_in(admin)
    post(client, "letters", NEW)

    assert post(client, "letters", NEW).status_code == 409


def test_the_words_in_use_are_asked_for_in_few_queries(sign_in, admin, django_assert_max_num_queries):
    client = sign_in(admin)
    client.get("/api/v1/letters/in-use")
    with django_assert_max_num_queries(8):
        rows = client.get("/api/v1/letters/in-use?language=de").json()

    assert [row["kind"] for row in rows] == [kind.value for kind in EDITABLE]
    assert {row["language"] for row in rows} == {"en"}, "the company writes English and has no German words of its own"


def test_head_and_rules_are_read_and_changed(sign_in, admin):
    client = sign_in(admin)
    head = client.patch("/api/v1/letter-head", {"language": "de"}, content_type="application/json")
    assert head.json()["language"] == client.get("/api/v1/letter-head").json()["language"] == "de"

    assert post(client, "mail-rules", {"cause": "rejected", "delay": 15}).json()["delay"] == 15
    found = {(rule["cause"], rule["stage_type"]): rule for rule in client.get("/api/v1/mail-rules").json()}
    assert found["rejected", ""]["delay"] == 15 and found["scheduled", ""]["panel"] is True
    assert post(client, "mail-rules", {"cause": "scheduled", "delay": 15}).status_code == 422
