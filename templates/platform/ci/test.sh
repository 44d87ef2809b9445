#!/usr/bin/env bash
# test.sh: the generated tests and your own, of the services that affected.sh named. Reports as JUnit XML in reports/.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PLANO_BIN:-.venv/bin}/python
[ -f .plano/ci/test ] || { echo "ci/affected.sh has to run first: it says what to test" >&2 && exit 1; }
mkdir -p reports
while read -r service; do
    package=${service//-/_}
    tests=()
    for folder in "generated/services/$service/tests" "services/$package/tests"; do
        [ ! -d "$folder" ] || tests+=("$folder")
    done
    if [ -f "services/$package/requirements.lock" ]; then
        "$python" -m pip install --quiet --require-hashes -r "services/$package/requirements.lock"
    fi
    "$python" -m pytest --junitxml="reports/$service.xml" "${tests[@]}" </dev/null
done <.plano/ci/test
[ -s .plano/ci/test ] || echo "No service is affected: nothing to test."
