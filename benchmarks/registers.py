"""What a register of 100,000 rows costs: to check, to publish from nothing, and after one row has changed.

    python benchmarks/registers.py [--rows 100000] [--runs 1] [--keep FOLDER]

The register is one of penalties, made of made-up firms, with as many different texts as real ones have. On a disk in memory, if there is one.
Prints a Markdown table; “together” adds up the processes of a run, shared pages once. With `--keep` the root stays for a look at its site.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from compare import BUILD, COUNTY, GONGKAI, RAM, Cost, check, clear, command, measured, run

from generator.machine.stamps import SETTLED
from generator.model.tables import TABLES
from generator.tools.tables.presets import BOM, start_register

STREETS = "城关 云岭 双溪 平湖 石门 新桥 长乐 大洋 白水 南浦".split()
TRADES = "餐饮店 超市 药房 建材经营部 食品厂 物流有限公司 养殖场 汽修厂 农资店 服装店".split()
BREACHES = "未按规定公示 超范围经营 未取得许可从事经营 销售过期食品 未履行进货查验义务 计量器具未检定 广告用语违法 安全设施不全".split()
BODIES = ("县市场监管局", "县卫健局")
LAST = date(2026, 11, 20)


def main() -> None:
    """Make the register, run everything, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with TemporaryDirectory(dir=RAM if RAM.is_dir() else None) as folder:
        root = args.keep or Path(folder) / "root"
        make_root(root, args.rows)
        time.sleep(
            SETTLED / 1e9
        )  # of files that have just been written no check believes that they are the same
        steps = {
            "check, from nothing": lambda: check(root, fresh=True),
            "check, nothing changed": lambda: check(root),
            "pages and exports, from nothing": lambda: pages(root),
            "build, from nothing": lambda: command(root, "--jobs", "2"),
            "one row changed, first time": lambda: changed(root),
            "one row changed": lambda: changed(root),
            "a row added": lambda: added(root),
        }
        found: dict[str, list[Cost]] = {name: [] for name in steps}
        for _ in range(args.runs):
            for name, step in steps.items():
                found[name].append(measured(step))
                print(f"{name}: {found[name][-1]}", file=sys.stderr)
    print(f"{args.rows} rows, medians of {args.runs}\n")
    print("| run | processor, s | clock, s | largest process, MB | together, MB |\n|---|--:|--:|--:|--:|")
    for name, runs in found.items():
        cost = Cost(*(statistics.median(column) for column in zip(*runs, strict=True)))
        print(
            f"| {name} | {cost.processor:.1f} | {cost.wall:.1f} | {cost.largest:.0f} | {cost.together:.0f} |"
        )


def make_root(root: Path, rows: int) -> None:
    """A root that has the example county's catalog and one register."""
    root.mkdir(parents=True)
    (root / "content").mkdir()
    (root / "catalog.yml").write_bytes((COUNTY / "catalog.yml").read_bytes())
    start_register(root, "penalties", "penalties")
    random = Random(1)
    write(root, [row(number, random) for number in range(rows)])


def row(number: int, random: Random) -> dict[str, str]:
    """A made-up penalty."""
    decided = LAST - timedelta(days=15 + random.randrange(900))
    breach = random.choice(BREACHES)
    fine = f"{random.randrange(1, 400) / 20:g}"
    return {
        "行政相对人名称": f"{random.choice(STREETS)}{chr(0x4E00 + random.randrange(5000))}{chr(0x4E00 + random.randrange(5000))}{random.choice(TRADES)}",
        "行政相对人类别": "法人及非法人组织",
        "行政处罚决定文书号": f"云市监罚〔{decided.year}〕{number}号",
        "违法行为类型": breach,
        "违法事实": f"当事人于{decided.year}年{random.randrange(1, 13)}月在{random.choice(STREETS)}经营期间{breach}，涉及金额{random.randrange(10, 9000)}元",
        "处罚依据": f"《中华人民共和国食品安全法》第{random.randrange(30, 150)}条",
        "处罚类别": "罚款",
        "处罚内容": f"罚款{fine}万元",
        "罚款金额": fine,
        "处罚决定日期": str(decided),
        "处罚机关": random.choice(BODIES),
        "公开日期": str(decided + timedelta(days=random.randrange(7))),
    }


def write(root: Path, rows: list[dict[str, str]]) -> None:
    """Write the rows of the register."""
    with (root / TABLES / "penalties.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def pages(root: Path) -> tuple[float, float]:
    """A build from nothing that leaves the search index out."""
    clear(root)
    return run([sys.executable, "-c", GONGKAI, root, "pages"])


def changed(root: Path) -> tuple[float, float]:
    """A build after the amount of a row in the middle has changed."""
    place = root / TABLES / "penalties.csv"
    lines = place.read_text(encoding="utf-8").splitlines(keepends=True)
    at = len(lines) // 2
    cells = lines[at].split(",")
    cells[8] = f"{float(cells[8]) + 1:g}"
    lines[at] = ",".join(cells)
    place.write_text("".join(lines), encoding="utf-8")
    return run([*BUILD, "--root", root, "--jobs", "2"])


def added(root: Path) -> tuple[float, float]:
    """A build after a row was written below the others."""
    with (root / TABLES / "penalties.csv").open("a", encoding="utf-8", newline="") as file:
        cells = row(time.time_ns(), Random(2)) | {"处罚决定日期": str(LAST), "公开日期": str(LAST)}
        csv.DictWriter(file, list(cells), lineterminator="\n").writerow(cells)
    return run([*BUILD, "--root", root, "--jobs", "2"])


if __name__ == "__main__":
    main()
