"""The commands that there are. Adding one is a file `plano/cli/<name>.py` and one line here.

A command's file offers `command`, a `click.Command`. It imports what is heavy inside its function, and
returns its exit code or None for 0. This module imports nothing, since `plano --help` needs only it.
"""

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("Write", "new", "make a platform's repository of your own"),
    ("Write", "update", "bring this repository to a later version of Plano"),
    ("Write", "generate", "write what the blueprint says: what changed, was added or went"),
    ("Write", "stub", "append the handlers that are missing to services/<name>/handlers.py"),
    ("Write", "migrate", "write the migration that a schema change needs"),
    ("Write", "lock", "lock the dependencies that a service's own pyproject.toml names"),
    ("Write", "adopt", "make of an edit by hand an override, so that generate gives the file as you left it"),
    ("Check", "check", "say what is wrong in the blueprint, and what is stale or edited by hand"),
    ("Check", "diff", "show what generate would change, as a patch"),
    ("Check", "affected", "list the services and images that a change touches"),
    ("Check", "fix", "mend in the blueprint what needs no decision of yours; comments stay"),
    ("Check", "explain", "explain a code, a derived file and who decides it, or a line of the blueprint"),
    ("Run", "up", "start the whole platform on this machine"),
    ("Run", "down", "stop it; with --wipe, remove its data too"),
    ("Run", "mails", "list the mails that the local platform caught"),
    ("Run", "events", "follow a topic of the local platform"),
    ("Run", "admin", "make the first administrator of the local platform"),
    ("Run", "doctor", "say what this machine lacks for any of these"),
    ("Deliver", "release", "write which commit and image of a service an environment runs"),
    ("Deliver", "promote", "give the next environment the release that this one runs"),
    ("Deliver", "releases", "list what runs where, and how far behind it is"),
    ("See", "graph", "draw the topology, the flow of a topic or a deployment, as Mermaid"),
    ("Edit", "add", "add a host, service, topic, route, entity, field or system to the blueprint; comments stay"),
    ("Edit", "rm", "remove one of these, with its own comments; what still speaks of it is shown"),
    ("Edit", "fmt", "lay the blueprint out: the language's order of keys, one style; comments go with their keys"),
    ("Edit", "rename", "give a thing another name, everywhere at once; comments and data stay"),
    ("Edit", "templates", "list, show and override the templates that files are made from"),
    ("Edit", "schema", "print the blueprint's JSON Schema, for editors"),
    ("Leave", "eject", "make the code of a service yours, or all that is derived"),
)

OPTIONS = (
    ("--root DIR", "the platform's repository (default: here, or the nearest folder above with a blueprint.yaml)"),
    ("--blueprint PATH", "of several platforms in one repository, the one that this blueprint.yaml describes"),
    ("--version", "print the version"),
    ("--help", "this page, or a command's own after its name"),
)


def overview() -> str:
    """The page of `plano --help`."""
    lines = [
        "Usage: plano COMMAND [OPTIONS]",
        "",
        "One blueprint.yaml becomes a whole running platform, and stays true.",
    ]
    group = ""
    for section, name, text in COMMANDS:
        if section != group:
            group = section
            lines += ["", section]
        lines.append(f"  {name:<12}{text}")
    lines += ["", "Options"]
    lines += [f"  {name:<18}{text}" for name, text in OPTIONS]
    lines += ["", "Exit codes: 0 clean, 1 findings, 2 usage, 3 a bug of ours (a report lies in .plano/).", ""]
    return "\n".join(lines)
