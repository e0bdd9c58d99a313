"""The direction of imports holds, and the contracts that say so do bite."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the contracts of ``pyproject.toml`` over the packages that stand in `folder`."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return subprocess.run(
        [*command, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_import_goes_down_the_datas_way() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line", "said"),
    [
        (
            "landscape/breach.py",
            "import analyzer.graph",
            "analyzer.landscape is not allowed to import analyzer.graph",
        ),
        (
            "verification/breach.py",
            "import analyzer.bridges",
            "analyzer.verification is not allowed to import",
        ),
        ("graph/breach.py", "import highspy", "analyzer is not allowed to import highspy"),
        (
            "verification/breach.py",
            "import ortools",
            "analyzer.verification is not allowed to import ortools",
        ),
        ("reports/breach.py", "import networkx", "analyzer is not allowed to import networkx"),
        ("graph/breach.py", "import rich", "analyzer is not allowed to import rich"),
        ("reports/breach.py", "import graphviz", "analyzer is not allowed to import graphviz"),
        ("graph/breach.py", "import openpyxl", "analyzer is not allowed to import openpyxl"),
        ("graph/breach.py", "import pydantic", "analyzer is not allowed to import pydantic"),
        ("landscape/breach.py", "import api", "analyzer is not allowed to import api"),
        ("breach.py", "", "The following modules are not listed as layers"),
    ],
)
def test_a_breach_is_found(tmp_path: Path, module: str, line: str, said: str) -> None:
    for package in ("analyzer", "api"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("bridges", "graph", "reports", "verification"):
        folder = tmp_path / "analyzer" / package
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    (tmp_path / "analyzer" / module).write_text(f"{line}\n", encoding="utf-8")

    done = lint_imports(tmp_path)

    assert done.returncode == 1
    assert said in " ".join(done.stdout.split())
