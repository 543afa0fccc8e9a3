#!/usr/bin/env python3
"""Holds what people read to words.txt, and prints how long the documentation is.

Usage: words.py [FOLDER]. Looks at the pages, apart from the decisions, without what is in code blocks and in `code`; and at the
sentences of the program: texts of the Java sources, the preview's page, the templates and the action. Prints each line that says
what words.txt lists, then the words of docs/. Exit code 1 where there is such a line, or docs/ has more words than MOST: cut
before you add. With FOLDER, the pages' prose is written there, for a linter.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGES = ["*.md", "docs/*.md", "docs/examples/**/*.md", "events/*.md", "release/*.md"]
SOURCES = ["*/src/main/java/**/*.java"]
OTHERS = ["cli/src/main/resources/**/page.*", "*.yaml", "action.yml", "org/*.yaml", "rules/**/*.yaml", "triage", "release/build"]
# A word has a letter or digit: the lines of tables, bullets and operators are none.
WORD = re.compile(r"\S*\w\S*")
MOST = 16_300
# The changelog has the words of past versions.
LEFT_OUT = {"CHANGELOG.md"}
FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.MULTILINE | re.DOTALL)
REMARK = re.compile(r"^[ \t]*(#|//).*$", re.MULTILINE)
JOINED = re.compile(r'"\s*\+\s*"')
LITERAL = re.compile(r'"""\n.*?"""|"(?:[^"\\\n]|\\.)*"', re.DOTALL)


def listed():
    """The expressions of the list, each with what to say instead."""
    for line in (ROOT / "testing/integration/checks/words.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            expression, instead = line.split("\t")
            yield re.compile(expression.replace(" ", r"\s+"), re.IGNORECASE | re.MULTILINE), instead


def lines_of(match):
    return "\n" * match[0].count("\n")


def prose(text):
    """The text with as many lines as before."""
    return FENCE.sub(lines_of, text)


def sentences(source):
    """The texts of a Java source that have more than a word, each with its line. A text that is written in parts is one."""
    source = JOINED.sub(lines_of, COMMENT.sub(lines_of, source))
    for text in LITERAL.finditer(source):
        if " " in text[0]:
            yield source.count("\n", 0, text.start()) + 1, text[0].strip('"')


def parts(path):
    text = (ROOT / path).read_text()
    if path.endswith(".java"):
        yield from sentences(text)
    elif path.endswith(".md"):
        yield 1, CODE.sub("``", prose(text))
    else:
        yield 1, REMARK.sub("", text)


def mistakes(path):
    for line, text in parts(path):
        for expression, instead in listed():
            for found in expression.finditer(text):
                words = " ".join(found[0].split())
                yield f'{path}:{line + text.count(chr(10), 0, found.start())}: "{words}": {instead}'


def named(patterns):
    return sorted({str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(pattern)} - LEFT_OUT)


def main():
    pages = named(PAGES)
    if len(sys.argv) > 1:
        for page in pages:
            Path(sys.argv[1], page.replace("/", "-")).write_text(CODE.sub("``", prose((ROOT / page).read_text())))
        return 0
    found = [mistake for path in pages + named(SOURCES + OTHERS) for mistake in mistakes(path)]
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
