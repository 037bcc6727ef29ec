"""Who may include whom (docs/design.md section 2), and how large files may be."""
import fnmatch
import re

import sources

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([\w./+-]+)[>"]', re.M)


def folder_of(path, keys):
    parts = path.split("/")
    for key in keys:
        n = key.count("/") + 1
        if len(parts) > n and fnmatch.fnmatch("/".join(parts[:n]), key):
            return key, "/".join(parts[:n])
    return None, None


def check(rules):
    keys = sorted(rules["may"], key=lambda k: (-k.count("/"), "*" in k, -len(k)))
    sizes = []
    for path in sources.files():
        source = sources.text(path)
        lines = source.count("\n")
        sizes.append((lines, path))
        if lines > rules["max_lines"]:
            yield f"{path}: {lines} lines, more than {rules['max_lines']}: split by resource or by act"
        key, here = folder_of(path, keys)
        for m in INCLUDE.finditer(source):
            target = m.group(1)
            # Includes are written from src/, from include/ or from the root.
            for candidate in ("src/" + target, "include/" + target, target):
                there_key, there = folder_of(candidate, keys)
                if there_key:
                    break
            if not key or not there_key or there == here:
                continue
            if not any(fnmatch.fnmatch(there, allowed) for allowed in rules["may"][key]):
                yield f"{path}:{sources.line_of(source, m.start())}: {here} may not include {there}"
    sizes.sort()
    if sizes:
        median, p90 = sizes[len(sizes) // 2][0], sizes[len(sizes) * 9 // 10][0]
        if median > rules["median_lines"]:
            yield f"the median file has {median} lines, more than {rules['median_lines']}"
        if p90 > rules["p90_lines"]:
            yield f"a tenth of the files have more than {p90} lines, allowed are {rules['p90_lines']}"
