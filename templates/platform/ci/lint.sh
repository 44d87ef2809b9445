#!/usr/bin/env bash
# lint.sh: what you wrote under services/, read by ruff and mypy.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PLANO_BIN:-.venv/bin}/python
"$python" -m ruff check services
"$python" -m ruff format --check services
"$python" -m mypy
