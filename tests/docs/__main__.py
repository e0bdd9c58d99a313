"""``make docs``: the pictures and the table of fields anew."""

from __future__ import annotations

from tests.docs import operations, reference, settings
from tests.docs.pictures import IMAGES, PICTURES

IMAGES.mkdir(exist_ok=True)
for picture in PICTURES:
    picture.draw(IMAGES / picture.name)
for maker in (reference, settings, operations):
    maker.PAGE.write_text(maker.fresh_page(maker.PAGE.read_text(encoding="utf-8")), encoding="utf-8")
