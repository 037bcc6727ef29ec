"""Reads a JUnit file as a CI system would, with a strict parser, and prints what it understood."""
import sys
import xml.etree.ElementTree as ElementTree

root = ElementTree.parse(sys.argv[1]).getroot()
assert root.tag == "testsuites", root.tag


def counts(element):
    return " ".join(f"{name}={element.get(name)}" for name in ("tests", "failures", "errors", "skipped", "time"))


print("all", counts(root))
for suite in root:
    cases = suite.findall("testcase")
    assert suite.tag == "testsuite" and len(cases) == len(suite) == int(suite.get("tests"))
    assert len(suite.findall("testcase/error")) == int(suite.get("errors"))
    assert len(suite.findall("testcase/failure")) == int(suite.get("failures"))
    assert len(suite.findall("testcase/skipped")) == int(suite.get("skipped"))
    print("suite", ascii(suite.get("name"))[:100], counts(suite))
    for case in cases:
        assert case.get("classname") == suite.get("name") == case.get("file")
        print(" case", ascii(case.get("name"))[:100], "line", case.get("line"), "time", case.get("time"))
        for element in case:
            if element.tag == "properties":
                print("  ", " ".join(f'{p.get("name")}={ascii(p.get("value"))[1:60]}' for p in element))
            else:
                text = (element.text or "").splitlines()
                print("  ", element.tag, element.get("type", ""), ascii(element.get("message", ""))[:120], f"{len(text)} lines")
                if element.tag == "system-out" and len(text) < 12:
                    print("".join(f"     | {line}\n" for line in text), end="")
