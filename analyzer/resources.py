"""The samples and schemas that come with Kakehashi, in a checkout and in an installed wheel alike.

A wheel carries them inside the package (``analyzer/_data``, see ``pyproject.toml``); in a
checkout they stand beside it, where people read and edit them.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = _PACKAGE / "_data"
_IN_CHECKOUT = _PACKAGE.parent


def _folder(name: str) -> Path:
    root = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT
    return root / name


def schemas_folder() -> Path:
    """The folder of the JSON Schemas, ``landscape.schema.json`` among them."""
    return _folder("schemas")


def samples_folder() -> Path:
    """The folder that holds one folder per sample landscape."""
    return _folder("sample_landscapes")


def sample_names() -> tuple[str, ...]:
    """The names of the samples, sorted: every folder with a ``landscape.yaml``."""
    return tuple(sorted(path.parent.name for path in samples_folder().glob("*/landscape.yaml")))


def sample(name: str) -> Path:
    """The landscape file of one sample; KeyError, with the names there are, for any other name."""
    names = sample_names()
    if name not in names:
        raise KeyError(f"no sample {name!r}; there are {', '.join(names) or 'none'}")
    return samples_folder() / name / "landscape.yaml"
