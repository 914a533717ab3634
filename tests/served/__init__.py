"""An installation that tests start as processes of its own: the project, plus one event, one handler, one address."""
