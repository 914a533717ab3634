"""dj-stripe's migrations with their past in one step.

Applied one by one, those that dj-stripe ships take over a minute of CPU on an empty database (one of them drops 514
columns); `0001_squashed_0003_2_11` makes the same tables directly. Its `replaces` names what it stands for, so that a
database made by dj-stripe's own files counts as migrated, and the files of later versions are found behind it.
"""

from djstripe import migrations as upstream

__path__ = [*__path__, *upstream.__path__]
