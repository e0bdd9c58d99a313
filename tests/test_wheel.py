"""What a user installs works without the checkout: built, put in an empty environment, run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from analyzer import __version__, resources

ROOT = Path(__file__).resolve().parent.parent

# One worker makes the environment, where tests are shared out by group.
pytestmark = [pytest.mark.registry, pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that sees nothing of the checkout; fails with all that it said."""
    hidden = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution as a release is."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


class Installed(NamedTuple):
    bin: Path
    folder: Path

    def kakehashi(self, *arguments: str | Path) -> str:
        return run(self.bin / "kakehashi", *arguments, cwd=self.folder)

    def python(self, code: str) -> str:
        return run(self.bin / "python", "-c", code, cwd=self.folder).strip()


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """An environment with the wheel and what its own metadata asks for, at the locked versions."""
    folder = tmp_path_factory.mktemp("empty")
    pins = folder / "pins.txt"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins.write_text("\n".join(re.findall(r"^[\w.-]+==\S+", lock, flags=re.MULTILINE)), encoding="utf-8")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    binaries = folder / "venv" / "bin"
    pip = (
        binaries / "python",
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--no-compile",
    )
    run(*pip, "--constraint", pins, wheel, cwd=folder)
    return Installed(binaries, folder)


def test_the_wheel_carries_every_sample_every_schema_and_the_types(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert resources.sample_names()
    for folder in (resources.samples_folder(), resources.schemas_folder()):
        files = [path for path in folder.rglob("*") if path.suffix in {".yaml", ".json", ".md", ".csv"}]
        assert files
        for path in files:
            assert f"analyzer/_data/{path.relative_to(ROOT).as_posix()}" in inside
    assert {"analyzer/py.typed", "api/py.typed"} <= inside


def test_the_wheel_carries_no_tests_and_no_tools(wheel: Path) -> None:
    top = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert top == {"analyzer", "api", f"kakehashi-{__version__}.dist-info"}
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".sh")]


def test_the_installed_command_tells_its_version(installed: Installed) -> None:
    assert __version__ in installed.kakehashi("--version")


def test_the_program_that_runs_is_the_installed_one(installed: Installed) -> None:
    place = Path(installed.python("import analyzer; print(analyzer.__file__)"))
    assert place.is_relative_to(installed.folder)


def test_the_installed_command_answers_on_a_bundled_sample(installed: Installed) -> None:
    sample = Path(installed.python("from analyzer import resources; print(resources.sample('asahikawa'))"))
    assert sample.is_relative_to(installed.folder)
    installed.kakehashi("validate", sample)
    plan = sample.parent / "plans" / "actual.yaml"
    answer = installed.folder / "answer.json"
    installed.kakehashi("evaluate", sample, plan, "--format", "json", "-o", answer)
    installed.kakehashi("verify", sample, answer)
