"""A value as a literal of the language of the file that it lands in.

Templates write `{{ view.description }}`; the environment of the file's language puts the value through one of
these functions, so that free text is data in every format. Only `Code` passes as it stands.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
from collections.abc import Callable, Mapping
from decimal import Decimal

Literal = Callable[[object], str]


class Code(str):
    """Text that is already of the file's language: an identifier that was checked, an expression that was built."""

    __slots__ = ()


class UnwritableError(ValueError):
    """A value that this language has no literal for; a bug of the view, never the user's mistake."""


def python(value: object) -> str:
    """A Python literal as ruff formats it: double quotes unless they need more escapes."""
    if type(value) is str:  # most are
        return python_string(value)
    if isinstance(value, str):
        return value if isinstance(value, Code) else python_string(value)
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, Decimal):
        return f"Decimal({python_string(str(value))})"
    if isinstance(value, tuple):
        inner = ", ".join(map(python, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, list):
        return f"[{', '.join(map(python, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{python(key)}: {python(item)}" for key, item in value.items()) + "}"
    raise UnwritableError(f"no Python literal for {type(value).__name__}")


def python_string(value: str) -> str:
    """`value` as a Python string literal on one line."""
    if value.isprintable() and '"' not in value and "\\" not in value:  # most are
        return f'"{value}"'
    body = repr('"' + value + "'")[2:-3]  # with both quotes inside, repr always picks ' and escapes it
    body = body.replace("\\'", "'")
    if value.count('"') > value.count("'"):
        return "'" + body.replace("'", "\\'") + "'"
    return '"' + body.replace('"', '\\"') + '"'


def docstring(value: str, indent: int = 0) -> Code:
    """`value` as a docstring whose further lines stand `indent` spaces in, like the first."""
    lines = [_docstring_line(line.rstrip()) for line in value.strip().replace("\r\n", "\n").split("\n")]
    margin = "\n" + " " * indent
    body = lines[0] + "".join(margin + line if line else "\n" for line in lines[1:])
    return Code(f'"""{body}{margin if len(lines) > 1 else ""}"""')


def exact_docstring(value: str, indent: int = 0) -> Code:
    """`value` as a docstring that holds just that: as `docstring` lays it out, or where that loses a space, escaped.

    Formatters trim a docstring's ends and move its further lines; what they would touch stands as an escape.
    """
    if value.isprintable() and value == value.strip():
        escaped = '"' in value or "\\" in value  # seldom
        return docstring(value, indent) if escaped else Code(f'"""{value}"""')
    laid_out = docstring(value, indent)
    if not re.search(r"^\s|\n[^\S\n]", value) and ast.literal_eval(laid_out) == value:
        return laid_out
    body = re.sub(r"^ | $", r"\\x20", _docstring_line(value))
    return Code(f'"""{body}"""')


def _docstring_line(line: str) -> str:
    escaped = re.sub(r'\\|"""|^"|"$', lambda match: "".join("\\" + char for char in match[0]), line)
    if escaped.isprintable():
        return escaped
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in escaped)


def comment(value: str) -> Code:
    """`value` on one line, for behind a `#` or `//`: control characters and line ends become spaces."""
    return Code(" ".join("".join(char if char.isprintable() else " " for char in value).split()))


def json_value(value: object) -> str:
    """A JSON value on one line."""
    if isinstance(value, Code):
        return value
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


_YAML_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./-]*")
_YAML_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
_YAML_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def yaml(value: object) -> str:
    """A YAML value in flow style; one that YAML 1.1 and 1.2 read alike."""
    if isinstance(value, str):
        if isinstance(value, Code) or (_YAML_PLAIN.fullmatch(value) and value.lower() not in _YAML_WORDS):
            return value
        return _YAML_ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(yaml, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{yaml(key)}: {yaml(item)}" for key, item in value.items()) + "}"
    return json_value(value)


def toml(value: object) -> str:
    """A TOML value on one line."""
    if isinstance(value, Code):
        return value
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    if value is None or isinstance(value, Mapping):
        raise UnwritableError(f"no TOML literal for {type(value).__name__}")
    return json_value(value).replace("\x7f", "\\u007f")


def shell(value: object) -> str:
    """One word of a POSIX shell."""
    return value if isinstance(value, Code) else shlex.quote(_scalar(value, "shell"))


def dockerfile(value: object) -> str:
    """A double-quoted word of a Dockerfile instruction; bare where it is a plain word. Line ends cannot be written."""
    if isinstance(value, Code):
        return value
    text = _scalar(value, "Dockerfile")
    if re.fullmatch(r"[A-Za-z0-9_./:@=+-]+", text):
        return text
    if "\n" in text or "\r" in text:
        raise UnwritableError("a Dockerfile word cannot hold a line end")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$") + '"'


def groovy(value: object) -> str:
    """A Groovy literal that nothing is put into: text stands in single quotes, in three of them where it has lines.

    Source: The Apache Groovy documentation, "Syntax", sections "Single-quoted string" and "Unicode escape sequence".
    """
    if isinstance(value, Code):
        return value
    if value is None:
        return "null"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(groovy, value))}]"
    if not isinstance(value, str):
        return _scalar(value, "Groovy")
    lines = [_groovy_line(line) for line in value.split("\n")]
    return f"'{lines[0]}'" if len(lines) == 1 else "'''\\\n" + "\n".join(lines) + "'''"


def _groovy_line(line: str) -> str:
    escaped = line.replace("\\", "\\\\").replace("'", "\\'")
    return "".join(char if char.isprintable() else _utf16_escapes(char) for char in escaped)


def _utf16_escapes(char: str) -> str:
    units = char.encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def ini(value: object) -> str:
    """A value of an INI file that Python's configparser reads, with interpolation on."""
    if isinstance(value, Code):
        return value
    text = _scalar(value, "INI")
    if "\n" in text or "\r" in text or text != text.strip():
        raise UnwritableError("an INI value cannot hold line ends or outer spaces")
    return text.replace("%", "%%")


def markdown(value: object) -> str:
    """Text of one Markdown paragraph, with nothing in it read as markup."""
    if isinstance(value, Code):
        return value
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~$-])", r"\\\1", " ".join(_scalar(value, "Markdown").split()))


def plain(value: object) -> str:
    """The text itself, for formats that have no quoting; one line."""
    text = _scalar(value, "plain text")
    if "\n" in text or "\r" in text:
        raise UnwritableError("this format cannot hold a line end")
    return text


def _scalar(value: object, language: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise UnwritableError(f"no {language} literal for {type(value).__name__}")
