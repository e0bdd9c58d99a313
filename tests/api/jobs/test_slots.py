"""Places for searches on a machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from api.jobs.slots import Slots


def test_there_are_as_many_places_as_there_are(tmp_path: Path) -> None:
    slots = Slots("sqlite:///a", 2, tmp_path)
    first, second = slots.take(), slots.take()
    assert first is not None
    assert second is not None
    assert slots.take() is None
    slots.free(first)
    third = slots.take()
    assert third is not None
    for slot in (second, third):
        slots.free(slot)


def test_services_with_other_stores_have_places_of_their_own(tmp_path: Path) -> None:
    here, there = Slots("sqlite:///a", 1, tmp_path), Slots("sqlite:///b", 1, tmp_path)
    taken = [here.take(), there.take()]
    assert None not in taken
    for slots, slot in zip((here, there), taken, strict=True):
        assert slot is not None
        slots.free(slot)


def test_a_service_without_places_works_at_nothing(tmp_path: Path) -> None:
    assert Slots("sqlite:///a", 0, tmp_path).take() is None


def test_the_place_of_a_process_that_was_killed_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom api.jobs.slots import Slots\n"
        f"slot = Slots('a', 1, Path({str(tmp_path)!r})).take()\n"
        "sys.stdout.write(f'{slot is not None}\\n'); sys.stdout.flush(); time.sleep(600)\n"
    )
    other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None
        with other.stdout:
            assert other.stdout.readline() == b"True\n"
            assert Slots("a", 1, tmp_path).take() is None
    finally:
        other.kill()
        other.wait()
    slot = Slots("a", 1, tmp_path).take()
    assert slot is not None
    Slots("a", 1, tmp_path).free(slot)
