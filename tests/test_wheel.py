"""The wheel, installed into an empty environment, builds the example county and a new root from other folders.

The environment holds the wheel and what the wheel says it requires, with what that requires in turn: nothing of the checkout,
none of the extras, no tool of the developers. The libraries are copied from the environment of the tests, file by file as their
installers wrote them down, so that the test needs no network; `pip check` then says whether every requirement is met.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


def run(*arguments: str | Path, folder: Path) -> str:
    """What a program says, run in a folder and without the variables that lead Python elsewhere."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(python: Path, *arguments: str | Path, folder: Path) -> str:
    """The pip of the tests' environment, working on another one."""
    return run(sys.executable, "-m", "pip", "--python", python, *arguments, folder=folder)


def required(of: Distribution) -> set[str]:
    """The names that a distribution requires without extras, with what these require in turn; absent ones are left out."""
    found: dict[str, Distribution] = {}
    left = [of]
    while left:
        for line in left.pop().requires or ():
            if "extra" in line:
                continue
            name = re.match(r"[\w.-]+", line)[0]  # type: ignore[index]
            if name not in found and list(Distribution.discover(name=name)):
                found[name] = distribution(name)
                left.append(found[name])
    return set(found)


def copy_distribution(name: str, libraries: Path) -> None:
    """Every file that the installer put below the libraries, at the same place below others."""
    for file in distribution(name).files or ():
        source = Path(file.locate())
        if file.parts[0] != ".." and source.is_file():
            target = libraries / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)  # with its stamp, so that what was compiled beside it counts


def test_the_wheel_in_an_empty_environment_builds_sites(tmp_path: Path):
    build = (sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index")
    run(*build, "-w", tmp_path / "wheels", ROOT, folder=tmp_path)
    (wheel,) = (tmp_path / "wheels").glob("gongkai-*.whl")
    venv.create(tmp_path / "empty", with_pip=False)
    python = tmp_path / "empty/bin/python"
    libraries = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=tmp_path).strip()
    )
    pip(python, "install", "-q", "--no-deps", "--no-index", "--no-compile", wheel, folder=tmp_path)
    (metadata,) = libraries.glob("gongkai-*.dist-info")
    for name in required(PathDistribution(metadata)):
        copy_distribution(name, libraries)
    assert "No broken requirements" in pip(python, "check", folder=tmp_path)
    assert not [
        p.name
        for p in libraries.glob("*")
        if p.name.lower().startswith(("pytest", "hypothesis", "pdfplumber", "rapidocr"))
    ]

    county = tmp_path / "county"
    county.mkdir()
    shutil.copyfile(ROOT / "catalog.yml", county / "catalog.yml")
    shutil.copytree(ROOT / "content", county / "content")
    where = run(python, "-c", "import generator; print(generator.__file__)", folder=county)
    assert where.startswith(str(libraries))
    program = tmp_path / "empty/bin/gongkai"
    run(program, "build", "--today", "2026-11-22", "--jobs", "1", folder=county)
    assert (county / "site/guide/index.html").is_file() and (county / "site/assets/gongkai/page.js").is_file()
    run(program, "init", "new", folder=tmp_path)
    run(program, "build", "--jobs", "1", folder=tmp_path / "new")
    assert (tmp_path / "new/site/index.html").is_file()
