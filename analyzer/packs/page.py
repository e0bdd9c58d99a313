"""A pack as one HTML file: no script, nothing from elsewhere, pictures inside; it prints in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from analyzer.messages import Language, Text
from analyzer.packs.sheets import Sheet
from analyzer.reports.html import html_text, render_html
from analyzer.reports.layout import Report

_SVG = "http://www.w3.org/2000/svg"
_STYLE = """
:root { color-scheme: light; font-family: "Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic", Meiryo, sans-serif; line-height: 1.5; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem 1.5rem; color: #000; background: #fff; }
h1 { font-size: 1.5rem; border-bottom: 3px solid #000; padding-bottom: .3rem; }
h2 { font-size: 1.25rem; border-left: .5rem solid #000; padding-left: .5rem; margin-top: 2rem; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 .3rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; padding: 0; }
a { color: #000; text-decoration: underline; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; }
caption { display: none; }
th, td { border: 1px solid #666; padding: .25rem .4rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #e8e8e8; white-space: nowrap; }
tbody th { font-weight: normal; }
#items tbody th { white-space: nowrap; }
.number { text-align: right; }
figure { margin: 1rem 0; overflow-x: auto; }
figure svg { max-width: 100%; height: auto; }
figcaption { font-size: .85rem; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 9pt; }
  nav { display: none; }
  h2, h3 { break-after: avoid; }
  tr, figure { break-inside: avoid; }
  thead { display: table-header-group; }
  thead th { background: none; border-bottom: 2px solid #000; }
  figure svg { max-height: 180mm; }
}
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a pack; `svg` is by allow-list (`analyzer.diagrams.svg`), `pdf` may be left out, `lines` are its numbers."""

    id: str
    title: Text
    svg: bytes
    pdf: bytes | None = None
    lines: tuple[Text, ...] = ()


def page_file(
    title: Text,
    lines: Sequence[Text],
    sheets: Sequence[Sheet],
    pictures: Sequence[Picture],
    language: Language,
) -> bytes:
    """UTF-8 with a policy that lets no browser run or fetch anything, whatever stands in it."""
    said = html_text(title.in_language(language))
    anchors = [(sheet.id, sheet.title) for sheet in sheets]
    if pictures:
        anchors.append(("pictures", Text("図", "Pictures")))
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{said}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{said}</h1>",
        *(f"<p>{html_text(line.in_language(language))}</p>" for line in lines),
        "<nav><ul>",
        *(f'<li><a href="#{id_}">{html_text(t.in_language(language))}</a></li>' for id_, t in anchors),
        "</ul></nav>",
        "<main>",
    ]
    for sheet in sheets:
        parts.append(f'<section id="{sheet.id}">')
        parts.append(f"<h2>{html_text(sheet.title.in_language(language))}</h2>")
        parts.append(render_html(_without_title(sheet), language, level=3))
        parts.append("</section>")
    if pictures:
        parts.append(f'<section id="pictures">\n<h2>{html_text(anchors[-1][1].in_language(language))}</h2>')
        for picture in pictures:
            said = "".join(
                f"<br>{html_text(line.in_language(language))}" for line in (picture.title, *picture.lines)
            ).removeprefix("<br>")
            parts.append(f"<figure>{inlined(picture.svg)}<figcaption>{said}</figcaption></figure>")
        parts.append("</section>")
    return "\n".join((*parts, "</main>", "</body>", "</html>", "")).encode("utf-8", errors="backslashreplace")


def _without_title(sheet: Sheet) -> Report:
    """The report under a heading of the page that says its title already."""
    first, *rest = sheet.report.sections
    if first.heading == sheet.title:
        first = replace(first, heading=None)
    return replace(sheet.report, sections=(first, *rest))


def inlined(svg: bytes) -> str:
    """The picture as an element of a page: without XML declaration, and without ids, which others of the page have too."""
    root: Element = fromstring(svg, forbid_dtd=True)
    for element in root.iter():
        for name in ("id", "class"):
            element.attrib.pop(name, None)
    register_namespace("", _SVG)
    return tostring(root, encoding="unicode")
