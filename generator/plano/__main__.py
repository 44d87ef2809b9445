"""The command `plano`."""

import gc
import sys


def main() -> int:
    """Run the command line; the exit code is that of `design/README.md`: 0, 1, 2 or 3."""
    arguments = sys.argv[1:]
    if arguments in ([], ["--help"], ["-h"]):
        from plano.cli.registry import overview

        sys.stdout.write(overview())
        return 0
    if arguments == ["generate"]:
        from pathlib import Path

        from plano.cli.root import find_root
        from plano.cli.unchanged import nothing_to_do

        if nothing_to_do(find_root(Path.cwd())):
            return 0
    from plano.cli.main import run

    code = run(arguments)
    gc.freeze()  # all goes with the process: a last search for garbage would go through all that is alive
    return code


if __name__ == "__main__":
    sys.exit(main())
