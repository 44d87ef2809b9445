#!/usr/bin/env bash
# test.sh SERVICE PACKAGE REPORT: the generated tests of a service and your own, with a report as JUnit XML.
set -euo pipefail
bin=${PLANO_BIN:-.venv/bin}
tests=()
if [ -d "generated/services/$1/tests" ]; then
    tests+=("generated/services/$1/tests")
fi
if [ -d "services/$2/tests" ]; then
    tests+=("services/$2/tests")
fi
if [ -f "services/$2/requirements.lock" ]; then
    "$bin/python" -m pip install --quiet --require-hashes -r "services/$2/requirements.lock"
fi
"$bin/python" -m pytest -q --junitxml="$3" "${tests[@]}"
