"""Words that may stand only where the design allows them, file names that say nothing, debts left in the code."""
import fnmatch
import os
import re

import sources


def check(rules):
    names = re.compile(rules["forbidden_names"])
    debt = re.compile(rules["debt"])
    for path in sources.files():
        source = sources.text(path)
        code = sources.blank(source)
        # Include lines are literals to blank(); bring them back, the Beast and spdlog rules look at them.
        lines = [raw if raw.lstrip().startswith("#") else clean for raw, clean in zip(source.split("\n"), code.split("\n"))]
        if names.search(os.path.basename(path)):
            yield f"{path}: the name says nothing; name the thing or the act"
        for number, raw in enumerate(source.split("\n"), 1):
            if debt.search(raw):
                yield f"{path}:{number}: {debt.search(raw).group()}: build it or refuse it by name"
        if not path.startswith(("src/", "mocks/")):
            continue
        for rule in rules["words"]:
            if any(fnmatch.fnmatch(path, allowed) for allowed in rule["allowed"]):
                continue
            word = re.compile(rule["pattern"])
            exempt = re.compile(rule["except"]) if "except" in rule else None
            for number, line in enumerate(lines, 1):
                if word.search(line) and not (exempt and exempt.search(line)):
                    yield f"{path}:{number}: {rule['say']}"
