#!/usr/bin/env python3
"""Holds what people read to words.txt, and prints how long the documentation is.

Usage: words.py. Looks at the pages, apart from the decisions, and leaves out what is in code blocks and in `code`: words of
commands. Prints each line that says what words.txt lists, then the words of docs/. Exit code 1 where there is such a line, or
docs/ has more words than MOST: cut before you add.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGES = ["*.md", "docs/*.md", "docs/examples/**/*.md", "events/*.md", "release/*.md"]
# A word has a letter or digit: the lines of tables, bullets and operators are none.
WORD = re.compile(r"\S*\w\S*")
MOST = 18_000
# The changelog has the words of past versions.
LEFT_OUT = {"CHANGELOG.md"}
FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")


def listed():
    """The expressions of the list, each with what to say instead."""
    for line in (ROOT / "testing/integration/checks/words.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            expression, instead = line.split("\t")
            yield re.compile(expression.replace(" ", r"\s+"), re.IGNORECASE | re.MULTILINE), instead


def prose(text):
    """The text with as many lines as before."""
    return FENCE.sub(lambda block: "\n" * block[0].count("\n"), text)


def mistakes(page):
    text = CODE.sub("``", prose((ROOT / page).read_text()))
    for expression, instead in listed():
        for found in expression.finditer(text):
            words = " ".join(found[0].split())
            yield f'{page}:{text.count(chr(10), 0, found.start()) + 1}: "{words}": {instead}'


def main():
    pages = sorted({str(path.relative_to(ROOT)) for pattern in PAGES for path in ROOT.glob(pattern)} - LEFT_OUT)
    found = [mistake for page in pages for mistake in mistakes(page)]
    for mistake in found:
        print(mistake)
    lines = [line for path in ROOT.glob("docs/*.md") for line in prose(path.read_text()).splitlines()]
    words = sum(len(WORD.findall(line)) for line in lines)
    tables = sum(len(WORD.findall(line)) for line in lines if line.startswith("|"))
    readme = len((ROOT / "README.md").read_text().splitlines())
    print(
        f"docs/ has {words} words of at most {MOST}, {tables} of them in tables, decisions and code blocks apart;"
        f" README.md has {readme} lines; {len(found)} mistakes"
    )
    return 1 if found or words > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
