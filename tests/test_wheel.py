"""The wheel, installed by itself, builds the example county from another folder: nothing that it needs is left in the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


def run(*arguments: str | Path, folder: Path, **variables: str) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | variables
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_builds_a_site_without_the_checkout(tmp_path: Path):
    """The libraries are those of this environment; the program is that of the wheel alone, in an environment of its own."""
    wheels = tmp_path / "wheels"
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", wheels, ROOT, folder=tmp_path)
    (wheel,) = wheels.glob("gongkai-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    county = tmp_path / "county"
    county.mkdir()
    shutil.copyfile(ROOT / "catalog.yml", county / "catalog.yml")
    shutil.copytree(ROOT / "content", county / "content")
    where = "import sys; sys.path.insert(0, sys.argv[1]); sys.argv[1:] = sys.argv[2:]; import generator; print(generator.__file__); "
    starting = where + "from generator.cli.main import main; main()"
    said = run(
        sys.executable,
        "-P",
        "-c",
        starting,
        tmp_path / "installed",
        "build",
        "--today",
        "2026-11-22",
        "--jobs",
        "1",
        folder=county,
    )
    assert str(tmp_path / "installed") in said
    assert (county / "site/index.html").is_file()
    assert (county / "site/guide/index.html").is_file()
