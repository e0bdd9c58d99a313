"""A report as a piece of a page."""

from __future__ import annotations

from analyzer.messages import Language
from analyzer.reports.layout import Report
from api.web.rendering import environment


def render_html(report: Report, language: Language) -> str:
    return environment().get_template("report.html").render(report=report, lang=language)
