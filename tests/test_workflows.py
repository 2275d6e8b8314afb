"""The ready-made workflows: their shell steps, run in a clone as the forge makes it, with a base and a branch that breaks a rule."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.documents import document
from helpers.repositories import run
from helpers.roots import make_root

DEPLOY = Path(__file__).parent.parent / "docs/deploy"
DOCUMENT = document()
LATE = document(2, published="2026-07-01")
SHELL = '#!/bin/sh\necho "$0 $*" >> "$CALLS"\ncase "$*" in *issues/*comments*--jq*) ;; esac\n'
FILES = sorted(path.name for path in DEPLOY.glob("*.yml"))


def steps(name: str, job: str) -> list[str]:
    """The shell steps of a job, those that install the program left out."""
    made: Any = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    if name.startswith("gitlab"):
        found = made[job]["script"]
    elif name.startswith("gitee-"):
        found = made["stages"][0]["steps"][0]["commands"]
    else:
        found = [step["run"] for step in made["jobs"][job]["steps"] if "run" in step]
    return [step for step in found if not step.startswith("pip ")]


@pytest.fixture
def forge(tmp_path: Path) -> Path:
    """A bare repository with a main branch in order and a branch with a document that is late."""
    root = make_root(tmp_path / "work", {"a.md": DOCUMENT})
    (root / ".gitignore").write_text(
        "/.build/\n/site/\n/.site.old/\n/public/\n/.public.old/\n", encoding="utf-8"
    )
    run(root, "init", "-q", "-b", "main")
    run(root, "add", ".")
    run(root, "commit", "-qm", "公开")
    run(root, "checkout", "-qb", "feature")
    (root / "content/documents/b.md").write_text(LATE, encoding="utf-8")
    with (root / "catalog.yml").open("a", encoding="utf-8") as file:
        file.write("rules: {late-publication: {severity: off, reason: 急}}\n")
    run(root, "add", ".")
    run(root, "commit", "-qm", "迟了")
    subprocess.run(["git", "clone", "-q", "--bare", root, tmp_path / "forge.git"], check=True)
    run(tmp_path / "forge.git", "branch", "master", "main")
    return tmp_path / "forge.git"


def perform(commands: list[str], clone: Path, **environment: str) -> list[tuple[int, str]]:
    """Run the steps in one shell each, as runners do; programs of the forge only note that they were called."""
    programs = clone.parent / "programs"
    programs.mkdir(exist_ok=True)
    for name in ("gh", "curl", "rsync"):
        (programs / name).write_text(SHELL, encoding="utf-8")
        (programs / name).chmod(0o755)
    path = os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]])
    settings = {
        "PATH": path, "HOME": str(clone.parent), "SOURCE_DATE_EPOCH": "1795305600", "CALLS": str(clone.parent / "calls"),
        "BASE": "origin/main", "GITHUB_REPOSITORY": "a/b", "NUMBER": "7", "LANG": "C.UTF-8", **environment,
    }  # fmt: skip
    done = [
        subprocess.run(["sh", "-ec", command], cwd=clone, env=settings, capture_output=True, text=True)
        for command in commands
    ]
    return [(one.returncode, one.stdout + one.stderr) for one in done]


@pytest.mark.slow
@pytest.mark.parametrize("depth", [[], ["--depth", "1", "--no-single-branch"]])
@pytest.mark.parametrize("name", ["github-check.yml", "gitea-check.yml"])
def test_a_pull_request_is_checked_by_the_rules_of_its_base(
    name: str, depth: list[str], forge: Path, tmp_path: Path
):
    """As the files fetch it, and as somebody does who leaves out the depth."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", *depth, "-b", "feature", f"file://{forge}", clone], check=True)
    (code, told), (commented, said) = perform(
        steps(name, "check"), clone, TOKEN="t", COMMENTS="https://forge/comments"
    )
    assert code == 1 and "late-publication" in told, told
    assert commented == 0, said
    assert "改动了检查的规定" in (clone / "review.md").read_text(encoding="utf-8")
    assert (tmp_path / "calls").read_text(encoding="utf-8")


@pytest.mark.slow
def test_gitlab_fetches_its_target_and_a_failed_review_is_no_empty_one(forge: Path, tmp_path: Path):
    clone = tmp_path / "clone"  # of the merge request's ref alone, as GitLab makes it
    clone.mkdir()
    run(clone, "init", "-q")
    run(clone, "remote", "add", "origin", str(forge))
    run(clone, "fetch", "-q", "--depth", "50", "origin", "+refs/heads/feature:refs/pipelines/1")
    run(clone, "checkout", "-q", "refs/pipelines/1")
    script = "\n".join(steps("gitlab-ci.yml", "check"))
    ((code, told),) = perform([script], clone, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    assert code == 1 and "late-publication" in told
    assert "late-publication" in (clone / "code-quality.json").read_text(encoding="utf-8")
    assert "改动了检查的规定" in (clone / "review.md").read_text(encoding="utf-8")
    ((code, told),) = perform([script], clone, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="nowhere")
    assert code not in (0, 1)


@pytest.mark.slow
def test_gitee_checks_against_its_target(forge: Path, tmp_path: Path):
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", "-b", "feature", f"file://{forge}", clone], check=True
    )
    ((code, told),) = perform(["\n".join(steps("gitee-go.yml", ""))], clone, GITEE_TOKEN="", TARGET="")
    assert code == 1 and "late-publication" in told and "改动了检查的规定" in told, told
    assert not (tmp_path / "calls").exists(), "without a token nothing is sent"
    script = "\n".join(steps("gitee-go.yml", ""))
    ((code, told),) = perform(
        [script], clone, GITEE_TOKEN="t0", TARGET="", COMMENTS="https://gitee/pulls/7/comments"
    )
    sent = (tmp_path / "calls").read_text(encoding="utf-8")
    assert code == 1 and "body@review.md" in sent and "https://gitee/pulls/7/comments" in sent


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "job", "site"),
    [
        ("github-publish.yml", "publish", "site"),
        ("gitea-publish.yml", "publish", "site"),
        ("gitlab-ci.yml", "pages", "public"),
    ],
)
def test_publishing_releases_commits_and_verifies(
    name: str, job: str, site: str, forge: Path, tmp_path: Path
):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "-b", "main", forge, clone], check=True)
    (clone / "content/documents/late.md").write_text(LATE, encoding="utf-8")
    run(clone, "add", ".")
    run(clone, "commit", "-qm", "迟了")
    script = [
        step.replace(
            "$CI_SERVER_PROTOCOL://gongkai:$GONGKAI_TOKEN@$CI_SERVER_HOST/$CI_PROJECT_PATH.git", str(forge)
        )
        for step in steps(name, job)
    ]
    script = [
        step.replace("--push-option=ci.skip ", "") for step in script
    ]  # the bare repository takes no options
    verifying = steps(name, "verify") if name.startswith("gitlab") else []
    done = perform(
        [*script, *verifying],
        clone,
        URL=site,
        CI_PAGES_URL=site,
        CI_DEFAULT_BRANCH="main",
        DEPLOY_TO="host:/srv",
    )
    assert [code for code, _ in done] == [0] * len(done), done
    assert "暂缓" not in done[0][1] and "late.md" in done[0][1]
    names = subprocess.run(
        ["git", "-C", forge, "ls-tree", "-r", "--name-only", "main"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert {"content/data/published.lock", "content/data/releases/0001.json"} <= set(names.split())
    again = perform(script, clone)
    assert again[0][0] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "last", "out", "part"),
    [
        ("github-shards.yml", "publish", "site", "parts/part-{n}"),
        ("gitlab-shards.yml", "pages", "public", "part-{n}"),
    ],
)
def test_four_machines_release_what_one_does(
    name: str, last: str, out: str, part: str, forge: Path, tmp_path: Path
):
    parts = []
    for n in (1, 2, 3, 4):
        clone = tmp_path / f"machine{n}"
        subprocess.run(["git", "clone", "-q", "-b", "main", forge, clone], check=True)
        (clone / "content/documents/late.md").write_text(LATE, encoding="utf-8")
        ((code, told),) = perform(
            steps(name, "part"), clone, PART=str(n), CI_NODE_INDEX=str(n), CI_NODE_TOTAL="4"
        )
        assert code == 0 and "late.md" in told, told
        parts.append(clone / ("part" if name.startswith("github") else f"part-{n}"))
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "-b", "main", forge, clone], check=True)
    (clone / "content/documents/late.md").write_text(LATE, encoding="utf-8")
    for n, made in enumerate(parts, 1):
        (clone / part.format(n=n)).parent.mkdir(exist_ok=True)
        made.rename(clone / part.format(n=n))
    script = [
        step.replace(
            "$CI_SERVER_PROTOCOL://gongkai:$GONGKAI_TOKEN@$CI_SERVER_HOST/$CI_PROJECT_PATH.git", str(forge)
        ).replace("--push-option=ci.skip ", "")
        for step in steps(name, last)
    ]
    done = perform(script, clone, URL=out, CI_DEFAULT_BRANCH="main")
    assert [code for code, _ in done] == [0] * len(done) and "late.md" in done[0][1], done
    one = tmp_path / "one"
    subprocess.run(["git", "clone", "-q", "-b", "main", forge, one], check=True)
    (one / "content/documents/late.md").write_text(LATE, encoding="utf-8")
    ((code, _),) = perform([f"gongkai build --hold --out {out} || [ $? -eq 4 ]"], one)
    assert (one / out / "manifest.json").read_bytes() == (clone / out / "manifest.json").read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_actions_are_pinned_to_commits(name: str):
    text = (DEPLOY / name).read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert all(re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", one) for one in used), used
    assert "gongkai build" not in text.replace("gongkai build --hold --shard", "")


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_installed_that_somebody_else_may_register(name: str):
    text = (DEPLOY / name).read_text(encoding="utf-8")
    assert re.findall(r"pip install (.*)", text) and set(
        re.findall(r"pip install (?:--quiet )?(.*)", text)
    ) == {'"gongkai @ $GONGKAI"'}
    assert re.search(r"GONGKAI: git\+https://\S+@[0-9a-f]{40}\n", text)
