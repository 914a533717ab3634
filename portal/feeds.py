"""What machines fetch: the sitemap of a careers site and its jobs as XML."""

import re
from io import StringIO

from django.utils.xmlutils import SimplerXMLGenerator

from portal.postings import EMPLOYMENT, pay_in_words, plain

MOST = 5000  # of one document; the sitemap protocol allows ten times as many
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Writer:
    """An XML document: texts in elements, escaped, without what XML cannot hold."""

    def __init__(self):
        self.out = StringIO()
        self.xml = SimplerXMLGenerator(self.out, "utf-8")
        self.xml.startDocument()

    def open(self, name, **attributes):
        self.xml.startElement(name, attributes)

    def close(self, *names):
        for name in names:
            self.xml.endElement(name)

    def texts(self, **elements):
        for name, text in elements.items():
            if text not in (None, ""):
                self.xml.addQuickElement(name, NO_XML.sub("", str(text)))

    def done(self):
        self.xml.endDocument()
        return self.out.getvalue()


def sitemap(site):
    xml = Writer()
    xml.open("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for path, changed in [("/", site.settings.changed_at), *_paths(site)]:
        xml.open("url")
        xml.texts(loc=f"{site.root}{path}", lastmod=changed.date().isoformat())
        xml.close("url")
    xml.close("urlset")
    return xml.done()


def _paths(site):
    rows = site.posts().order_by("-published_at", "-pk").values_list("pk", "published_at")[:MOST]
    return [(f"/{pk}/", at) for pk, at in rows]


def jobs(site):
    """Open jobs in the form that job boards agree on: <source><job>…"""
    xml, company = Writer(), site.company
    xml.open("source")
    xml.texts(publisher=company.name, publisherurl=f"{site.root}/")
    for post in site.posts().order_by("-published_at", "-pk")[:MOST]:
        job = post.job
        xml.open("job")
        xml.texts(
            title=post.title,
            date=post.published_at.isoformat(),
            referencenumber=post.pk,
            url=f"{site.root}/{post.pk}/",
            company=company.name,
            city=post.location or job.location,
            country=job.country or company.country,
            category=job.department.name if job.department else "",
            jobtype=EMPLOYMENT[job.employment],
            remotetype=job.remote,
            salary=pay_in_words(post),
            expirationdate=job.closes_on,
            language=post.language,
            summary=plain(post.text, 300),
            description=post.text,
        )
        xml.close("job")
    xml.close("source")
    return xml.done()
