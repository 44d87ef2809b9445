#!/usr/bin/env bash
# check.sh PACKAGE: what you wrote of a service, read by ruff and mypy.
set -euo pipefail
bin=${PLANO_BIN:-.venv/bin}
"$bin/ruff" check "services/$1"
"$bin/mypy" "services/$1"
