"""``make docs``: the pictures and the table of fields anew."""

from __future__ import annotations

from tests.docs import reference
from tests.docs.pictures import IMAGES, PICTURES

IMAGES.mkdir(exist_ok=True)
for picture in PICTURES:
    picture.draw(IMAGES / picture.name)
reference.PAGE.write_text(reference.fresh_page(reference.PAGE.read_text(encoding="utf-8")), encoding="utf-8")
