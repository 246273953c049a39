"""Runs the Dockerfile's own steps in a clean Debian 12 tree, for machines that have no Docker. As root:

    python3 tests/deploy/image.py /tmp/tree                               build it
    python3 tests/deploy/image.py /tmp/tree -- python manage.py check     build if needed; run this as the image would

Needs debootstrap; MIRROR names another Debian mirror. The base image is stood in for by Debian's own Python 3.11, put
at /usr/local as there. What this machine needs to reach package servers (resolver, certificates, pip's configuration)
is lent to the tree while it is built.
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LENT = (
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pip.conf",
    str(Path.home() / ".config/pip/pip.conf"),
)
BUILT = ".built"


def instructions(text: str) -> list[tuple[str, str]]:
    """(KEYWORD, rest) for each instruction, with comments dropped and continued lines joined."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    pairs = (line.split(None, 1) for line in joined.splitlines() if line.strip())
    return [(pair[0], pair[1]) for pair in pairs]


def wanted_in_image(path: Path) -> bool:
    """What .dockerignore lets through: the last rule that fits decides, `!` lets in, `**/` looks at every depth."""
    kept = True
    for rule in (ROOT / ".dockerignore").read_text().split():
        pattern = rule.lstrip("!")
        looked_at = path.parts if pattern.startswith("**/") else (path.parts[0], str(path))
        if any(fnmatch.fnmatch(part, pattern.removeprefix("**/")) for part in looked_at):
            kept = rule.startswith("!")
    return kept


@dataclass
class Tree:
    """A Debian tree, and the state that Docker carries from step to step."""

    path: Path
    workdir: str = "/"
    user: str = "root"
    environment: dict[str, str] = field(
        default_factory=lambda: {"PATH": "/usr/local/bin:/usr/local/sbin:/usr/bin:/bin:/usr/sbin:/sbin"}
    )
    command: list[str] = field(default_factory=list)

    def run(self, command: list[str]) -> int:
        passed = {
            name: value
            for name, value in os.environ.items()
            if name.endswith(("_proxy", "_PROXY")) or name.startswith("PIP_")
        }
        settings = [f"{name}={value}" for name, value in {**passed, **self.environment}.items()]
        place = f"cd {shlex.quote(self.workdir)} && exec {shlex.join(command)}"
        inside = [
            "chroot",
            f"--userspec={self.user}",
            str(self.path),
            "/usr/bin/env",
            "-i",
            *settings,
            "sh",
            "-c",
            place,
        ]
        return subprocess.run(inside, check=False).returncode

    def must(self, command: list[str]) -> None:
        if self.run(command):
            sys.exit(f"image: this step failed: {shlex.join(command)}")

    def copy(self, source: str, target: str) -> None:
        into = self.path / self.workdir.lstrip("/") / target
        if source != ".":
            shutil.copy(ROOT / source, into)
            return
        listed = subprocess.run(
            ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
        )
        for name in filter(None, listed.stdout.decode().split("\0")):
            if wanted_in_image(Path(name)) and (ROOT / name).exists():
                (into / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, into / name)

    def lend(self) -> None:
        for name in LENT:
            if Path(name).exists():
                place = self.path / name.lstrip("/")
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(name, place)


def follow(tree: Tree, *, build: bool) -> None:
    """Go through the Dockerfile; without `build` only what holds for a running container is taken up."""
    for keyword, rest in instructions((ROOT / "Dockerfile").read_text()):
        match keyword:
            case "ENV":
                tree.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
            case "USER":
                tree.user = rest
            case "WORKDIR":
                tree.workdir = rest
                (tree.path / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
            case "CMD":
                tree.command = json.loads(rest)
            case "RUN" if build:
                print(f"image: {rest[:110]}", flush=True)
                tree.must(["sh", "-c", rest])
            case "COPY" if build:
                tree.copy(*rest.split())


def build(path: Path) -> None:
    mirror = [os.environ["MIRROR"]] if "MIRROR" in os.environ else []
    subprocess.run(["debootstrap", "--variant=minbase", "bookworm", str(path), *mirror], check=True)
    tree = Tree(path)
    tree.lend()
    tree.must(
        ["sh", "-c", "apt-get update -q && apt-get install -yq --no-install-recommends ca-certificates python3-venv"]
    )
    tree.must(["python3", "-m", "venv", "/usr/local"])
    tree.lend()
    follow(tree, build=True)
    (path / BUILT).touch()


def main() -> int:
    path, command = Path(sys.argv[1]), sys.argv[3:]
    if not (path / BUILT).exists():
        build(path)
    tree = Tree(path)
    follow(tree, build=False)
    tree.environment |= {
        name: value for name, value in os.environ.items() if name.startswith(("RAPPORT_", "DATABASE_", "REDIS_"))
    }
    return tree.run(command or ["true"])


if __name__ == "__main__":
    sys.exit(main())
