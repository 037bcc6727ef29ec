"""Statements that g++ 12 miscompiles or rejects around a co_await (docs/coroutines.md)."""
import re

import sources

LAMBDA = re.compile(r"(?<![\w\)\]])\[[^\[\]]+\]\s*(?:\(|\{|mutable|<)")
BRACED = re.compile(r"\b[A-Z]\w*(?:<[^<>]*>)?\s*\{|[(,]\s*\{")


def statement(s, at):
    """The bounds of the full expression around `at`: from the last ; { } outside parentheses to the next ;"""
    depth, a = 0, at
    while a > 0:
        c = s[a - 1]
        if c in ")]":
            depth += 1
        elif c in "([":
            depth -= depth > 0
        elif c in ";{}" and depth == 0:
            break
        a -= 1
    depth, b = 0, at
    while b < len(s):
        c = s[b]
        if c in "([{":
            depth += 1
        elif c in ")]}":
            if depth == 0:
                break
            depth -= 1
        elif c == ";" and depth == 0:
            break
        b += 1
    return a, b


def faults_in(source):
    s = sources.blank(source)
    for m in re.finditer(r"\bco_await\b", s):
        a, b = statement(s, m.start())
        expression = s[a:b]
        line = sources.line_of(s, m.start())
        if LAMBDA.search(expression):
            yield line, "a capturing lambda in the same expression as co_await: name it first"
        if BRACED.search(s[m.start():b]):
            yield line, "a braced temporary in the same expression as co_await: name it first"
        if "?" in expression:
            yield line, "?: around co_await: write an if"


def check(rules):
    for path in sources.files():
        for line, why in faults_in(sources.text(path)):
            yield f"{path}:{line}: {why}"
