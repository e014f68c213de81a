"""The wheel and the source distribution: built, installed in a virtual environment, and run without the checkout."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from newsfeed import __version__

ROOT = Path(__file__).parents[1]
PACKED = ["pyproject.toml", "setup.py", *(each.name for each in ROOT.glob("requirements*.txt")), "README.md", "LICENSE"]
FEED = """<rss version="2.0"><channel><title>Harbour</title><item><guid>1</guid><title>The ferry sails</title>
<description>The night ferry sails again from Friday, when the last of the ice is gone from the outer harbour.
</description></item></channel></rss>"""


def run(*command, folder):
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSFEED_", "PYTHON"))}
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=bare, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    """Build the one from a copy of the checkout, and the other from the one."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "newsfeed", source / "newsfeed", ignore=shutil.ignore_patterns("__pycache__"))
    for name in PACKED:
        shutil.copy(ROOT / name, source)
    build(source, "sdist", built)
    [sdist] = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(source / "unpacked", filter="data")
    [unpacked] = (source / "unpacked").iterdir()
    build(unpacked, "wheel", built)
    [wheel] = built.glob("*.whl")
    return {"wheel": wheel, "sdist": sdist}


def build(source, kind, target):
    run(
        sys.executable,
        "-c",
        f"from setuptools import build_meta; build_meta.build_{kind}({str(target)!r})",
        folder=source,
    )


def test_what_an_extra_requires_can_be_read_by_who_installs_it():
    dynamic = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["dynamic"]
    stated = [dynamic["dependencies"], *dynamic["optional-dependencies"].values()]
    for name in {name for each in stated for name in each["file"]}:
        lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
        # Options of pip, such as -r FILE, make the whole package impossible to build.
        assert [str(Requirement(line)) for line in lines if line]


def modules():
    """Return the files of the package."""
    found = (path for path in (ROOT / "newsfeed").rglob("*") if path.is_file() and path.parent.name != "__pycache__")
    return {str(path.relative_to(ROOT)) for path in found}


@pytest.mark.slow
def test_both_hold_the_whole_package_and_its_metadata(distributions):
    with zipfile.ZipFile(distributions["wheel"]) as wheel:
        names = wheel.namelist()
        [metadata] = [wheel.read(name).decode() for name in names if name.endswith(".dist-info/METADATA")]
    assert modules() == {name for name in names if name.startswith("newsfeed/")}
    with tarfile.open(distributions["sdist"]) as sdist:
        packed = {name.partition("/")[2] for name in sdist.getnames()}
    assert modules() | set(PACKED) - {"requirements-dev.txt"} <= packed
    assert f"\nVersion: {__version__}\n" in metadata
    assert "\nName: newsfeed\n" not in metadata  # another project on the index has this name
    for field in ("Project-URL: Source,", "Classifier: Typing :: Typed", "Provides-Extra: fulltext"):
        assert f"\n{field}" in metadata
    required = [line.partition(">")[0].strip() for line in (ROOT / "requirements.txt").read_text().splitlines() if line]
    for name in required:
        assert f"\nRequires-Dist: {name}" in metadata


@pytest.mark.slow
def test_an_installed_program_runs_anywhere(distributions, tmp_path):
    venv.create(tmp_path / "venv", with_pip=True, symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=tmp_path).strip()
    # What it requires is installed where these tests run: nothing is downloaded.
    Path(packages, "required.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    run(python, *install, "--disable-pip-version-check", distributions["wheel"], folder=tmp_path)
    newsfeed, here = tmp_path / "venv" / "bin" / "newsfeed", tmp_path / "anywhere"
    here.mkdir()
    (here / "feed.xml").write_text(FEED, encoding="utf-8")
    where = run(python, "-c", "import newsfeed; print(newsfeed.__file__)", folder=here).strip()
    assert Path(where).is_relative_to(packages)
    assert run(newsfeed, "--version", folder=here) == f"newsfeed {__version__}\n"
    run(newsfeed, "crawl", "feed.xml", "-O", "out.jsonl", folder=here)
    assert json.loads((here / "out.jsonl").read_text(encoding="utf-8"))["title"] == "The ferry sails"
    assert "The ferry sails" in run(newsfeed, "export", "--format", "rss", "-", folder=here)
