from matching.views import (
    audits,
    backtests,
    compare,
    config,
    config_templates,
    decisions,
    documents,
    experiments,
    facts,
    fairness,
    fitting,
    lane,
    pool,
    ranking,
    self_report,
)

app_name = "matching"
urlpatterns = [
    *ranking.urlpatterns, *documents.urlpatterns, *facts.urlpatterns, *pool.urlpatterns, *config.urlpatterns,
    *config_templates.urlpatterns, *backtests.urlpatterns, *decisions.urlpatterns, *experiments.urlpatterns, *compare.urlpatterns,
    *audits.urlpatterns, *self_report.urlpatterns, *fairness.urlpatterns,
    *lane.urlpatterns, *fitting.urlpatterns,
]
