#!/usr/bin/env bash
# check.sh FORMAT [REPORT]: what is wrong in the blueprint, and what is stale, edited by hand or orphaned.
# FORMAT is one of `plano check --format`. With REPORT the findings go to that file, and to the log as text.
set -euo pipefail
cd "$(dirname "$0")/.."
plano=${PLANO_BIN:-.venv/bin}/plano
if [ -z "${2:-}" ]; then
    exec "$plano" check --format "$1"
fi
mkdir -p "$(dirname "$2")"
status=0
"$plano" check --format "$1" >"$2" || status=$?
"$plano" check || status=$?
exit "$status"
