"""What every checker reads: the C++ sources of the project, with comments and literals blanked on demand."""
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = ("src", "mocks", "include", "handlers")


def files(folders=FOLDERS, endings=(".h", ".hpp", ".cpp", ".c")):
    for folder in folders:
        for where, dirs, names in os.walk(os.path.join(ROOT, folder)):
            dirs.sort()
            for name in sorted(names):
                if name.endswith(endings):
                    yield os.path.relpath(os.path.join(where, name), ROOT)


def text(path):
    with open(os.path.join(ROOT, path), errors="replace") as f:
        return f.read()


def blank(source):
    """Comments and literals become blanks, so that offsets and line numbers stay true."""
    pattern = r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\''
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group()), source, flags=re.S)


def line_of(source, offset):
    return source.count("\n", 0, offset) + 1
