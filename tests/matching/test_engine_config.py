"""A scoring config is plain data, and says which field is wrong."""

import pytest

from matching.engine import ScoringConfig
from matching.taxonomy import taxonomy


def test_a_config_survives_the_way_through_a_dict():
    data = {
        "weights": {"skills": 50, "experience": 30, "education": 20},
        "required_skills": [{"skill": "python", "importance": 5, "must": True}],
        "knockouts": [{"kind": "minimum_years", "value": 3}],
        "curve": "log",
    }

    config = ScoringConfig.from_dict(data)

    assert config.required_skills[0].must
    assert ScoringConfig.from_dict(config.to_dict()) == config
    assert config.validate(taxonomy()) == {}


def test_the_default_is_valid():
    assert ScoringConfig().validate(taxonomy()) == {}


def test_an_unknown_field_is_refused():
    with pytest.raises(ValueError, match="colour"):
        ScoringConfig.from_dict({"colour": "red"})


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"weights": {"skills": 60, "experience": 25, "education": 10}}, "weights"),
        ({"weights": {"skills": 100}}, "weights"),
        ({"weights": {"skills": 110, "experience": -10, "education": 0}}, "weights"),
        ({"required_skills": [{"skill": "no-such-skill"}]}, "required_skills.0.skill"),
        ({"required_skills": [{"skill": "python"}], "preferred_skills": [{"skill": "python"}]}, "preferred_skills.0.skill"),
        ({"required_skills": [{"skill": "python", "importance": 6}]}, "required_skills.0.importance"),
        ({"min_years": 6, "ideal_years": 5}, "min_years"),
        ({"min_years": -1}, "min_years"),
        ({"curve": "cubic"}, "curve"),
        ({"skill_decay": 1.5}, "skill_decay"),
        ({"education": "guru"}, "education"),
        ({"education_tiers": {"phd": 50, "master": 80}}, "education_tiers"),
        ({"knockouts": [{"kind": "height", "value": 2}]}, "knockouts.0.kind"),
        ({"knockouts": [{"kind": "skill", "value": "no-such-skill"}]}, "knockouts.0.value"),
        ({"knockouts": [{"kind": "minimum_years", "value": "five"}]}, "knockouts.0.value"),
        ({"knockouts": [{"kind": "location", "value": {}}]}, "knockouts.0.value"),
        ({"bonuses": {"charm": 5}}, "bonuses"),
        ({"cap": 0}, "cap"),
        ({"bonus_from": 101}, "bonus_from"),
    ],
)
def test_what_is_wrong_is_named(data, field):
    assert list(ScoringConfig.from_dict(data).validate(taxonomy())) == [field]
