"""Runs triage preview and Cloud Custodian's filters over the same findings and rules, and prints a table of both.

compare.py FINDINGS RUNS PYTHON, where PYTHON has Cloud Custodian. Each is run in turn, and their counts have to be equal. The
ratio is to Cloud Custodian's wall time of the same turn; memory is the most that a process had (ru_maxrss).
"""
import collections
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
TRIAGE = HERE.parents[2] / "triage"
RULES = HERE / "rules.yaml"
NEW_RULE = "partner-roles"


class Run:
    """A process that has ended: what it counted, and what it took. What it printed is not kept: a process begins with the memory
    of the one that starts it."""

    def __init__(self, command, counts=lambda out: None):
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            begun = time.monotonic()
            process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=err)
            _, status, used = os.wait4(process.pid, 0)
            self.wall = time.monotonic() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            self.cpu = used.ru_utime + used.ru_stime
            self.megabytes = used.ru_maxrss / 1024
            for file in (out, err):
                file.seek(0)
            if process.returncode != 0:
                sys.exit("%s: exit code %d: %s" % (command[0], process.returncode, err.read()))
            self.counted = counts(out)


def by_custodian(out):
    return json.load(out)


def by_json(out):
    summary = json.loads(collections.deque(out, maxlen=1).pop())["summary"]
    return {"total": sum(summary["total"].values()), "rules": summary["byRule"]}


def by_table(out):
    """The first number after a name: archived or, in the other column, alerted."""
    text = out.read()
    total = re.search(r"^  All findings .* ([\d,]+)$", text, re.MULTILINE).group(1)
    rules = re.search(r"^Rule\n(.*?)\n  \(no rule applies\)", text, re.MULTILINE | re.DOTALL).group(1)
    rows = re.findall(r"^  (\S+) +([\d,]+)", rules, re.MULTILINE)
    return {
        "total": int(total.replace(",", "")),
        "rules": {name: int(count.replace(",", "")) for name, count in rows},
    }


def by_diff(out):
    """What the rule archives that only the new rules have."""
    newly = re.search(r"^\*\*([\d,]+) newly archived", out.read(), re.MULTILINE).group(1)
    return {"rules": {NEW_RULE: int(newly.replace(",", ""))}}


def differs(counted, expected):
    return counted.get("total", expected["total"]) != expected["total"] or any(
        count != expected["rules"].get(rule) for rule, count in counted["rules"].items()
    )


def main():
    findings, runs, python = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with tempfile.TemporaryDirectory() as folder:
        export = pathlib.Path(folder, "findings.json")
        with open(export, "w") as file:
            subprocess.run([sys.executable, HERE / "findings.py", str(findings)], stdout=file, check=True)
        fewer = pathlib.Path(folder, "rules.yaml")
        fewer.write_text(RULES.read_text().partition("  - id: %s\n" % NEW_RULE)[0])
        preview = [TRIAGE, "preview", "--rules", RULES, "--from", export]
        custodian = "Cloud Custodian's filters"
        commands = {
            custodian: ([python, HERE / "custodian.py", HERE / "policies.yaml", export], by_custodian),
            "`triage preview`, the table": (preview, by_table),
            "`triage preview --json`, with explanations": ([*preview, "--json"], by_json),
            "`triage diff`, one rule more": ([TRIAGE, "diff", "--from", export, fewer, RULES], by_diff),
        }
        Run(preview)  # It may build itself first.
        taken = {name: [] for name in commands}
        for _ in range(runs):
            for name, (command, counts) in commands.items():
                run = Run(command, counts)
                taken[name].append(run)
                if name == custodian:
                    expected = run.counted
                if differs(run.counted, expected):
                    sys.exit("%s counts %s, %s %s" % (name, run.counted, custodian, expected))
    for name, all_runs in taken.items():
        ratios = [run.wall / other.wall for run, other in zip(all_runs, taken[custodian])]
        print(
            "| {} | {:,} | {:.2f} ({:.2f}-{:.2f}) | {:.2f} ({:.2f}-{:.2f}) | {:.2f} | {:.0f} |".format(
                name,
                findings,
                statistics.median(run.wall for run in all_runs),
                min(run.wall for run in all_runs),
                max(run.wall for run in all_runs),
                statistics.median(ratios),
                min(ratios),
                max(ratios),
                statistics.median(run.cpu for run in all_runs),
                max(run.megabytes for run in all_runs),
            )
        )


main()
