"""Findings as JUnit XML, which nearly every CI system shows among its tests.

The elements and attributes are those that Jenkins' `junit-10.xsd` allows.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from plano.diagnostics.model import Diagnostic, Severity
from plano.diagnostics.report import Report, explanation, where

# What is outside the production `Char` of XML 1.0 can be written in no way, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """One suite. An error is a failed test; a warning or a note is a passed one that says it in its output.

    Without a finding there is one passed test. ASCII, with a newline at its end; a character that XML
    forbids becomes U+FFFD.
    """
    found = report.diagnostics
    errors = sum(each.severity is Severity.ERROR for each in found)
    counts = {"name": "plano check", "tests": str(len(found) or 1), "failures": str(errors), "errors": "0"}
    suites = Element("testsuites", counts)
    suite = SubElement(suites, "testsuite", {**counts, "skipped": "0"})
    if not found:
        SubElement(suite, "testcase", {"classname": "plano", "name": "nothing to find fault with"})
    for each in found:
        _testcase(suite, each)
    indent(suites)
    body: bytes = tostring(suites, encoding="us-ascii", xml_declaration=False)
    # A parser turns a bare carriage return into a line feed (XML 1.0, 2.11), and a reference to one into itself.
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + body.decode("ascii").replace("\r", "&#13;") + "\n"


def _testcase(suite: Element, diagnostic: Diagnostic) -> None:
    attributes = {"classname": f"plano.{diagnostic.code}", "name": diagnostic.message}
    said = explanation(diagnostic)
    if diagnostic.span is not None:
        attributes |= {"file": diagnostic.span.file, "line": str(diagnostic.span.line)}
        said = f"{where(diagnostic.span)}\n{said}"
    case = SubElement(suite, "testcase", {name: _allowed(value) for name, value in attributes.items()})
    if diagnostic.severity is Severity.ERROR:
        failure = {"type": _allowed(diagnostic.code), "message": _allowed(diagnostic.message)}
        SubElement(case, "failure", failure).text = _allowed(said)
    else:
        SubElement(case, "system-out").text = _allowed(f"{diagnostic.severity.value}: {said}")


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
