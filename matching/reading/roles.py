"""Several roles under one employer: who takes whose name."""

from matching.reading.vocabulary import org_score


def _within(job, later):
    """The roles right below a head that names an employer and no title, when their periods lie within its own."""
    if job.title is not None or job.company is None or job.tells or job.period is None or not job.period.start:
        return []
    inner = []
    for role in later:
        if role.title is None or role.period is None or not role.period.start or role.period.start[:4] < job.period.start[:4]:
            break
        if job.period.end != "present" and (
            role.period.end == "present" or (role.period.end or "")[:4] > (job.period.end or "")[:4]
        ):
            break
        inner.append(role)
    return inner


def inherited(jobs):
    """Roles under one employer take its name; a head that names only the employer and its whole period is no job."""
    out, employer = [], None
    for number, job in enumerate(jobs):
        inner = _within(job, jobs[number + 1 :])
        if inner:
            for role in inner:
                if (
                    role.company is not None
                    and role.company.text != job.company.text
                    and role.title is not None
                    and org_score(role.company.text) < 2.5
                ):
                    role.company = None
            employer = job
            continue
        if job.title is None and job.company is not None:
            inner = []
            for later in jobs[number + 1 :]:
                if (
                    later.company is not None
                    and later.title is not None
                    and later.company.text != job.company.text
                    or later.title is None
                ):
                    break
                inner.append(later)
            if inner and inner[0].company is None and not job.tells:
                employer = job
                continue
        if job.company is None and job.title is not None and employer is not None:
            job.company = employer.company
            job.place = job.place or employer.place
        elif job.company is not None:
            employer = job if job.title is not None else employer
        out.append(job)
    return out
