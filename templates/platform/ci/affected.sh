#!/usr/bin/env bash
# affected.sh [BASE]: which services a change since the revision BASE touches, one a line:
# .plano/ci/build, those whose images are other ones, and .plano/ci/test, those whose tests may answer otherwise.
# Without BASE, or where this clone has no such commit (a first push, a branch that was rewritten), all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${PLANO_BIN:-.venv/bin}
mkdir -p .plano/ci

if [ -n "${1:-}" ] && base=$(git merge-base HEAD "$1" 2>/dev/null); then
    echo "Compared with $base." >&2
else
    # A commit that holds nothing: every file differs from it.
    empty=$(git hash-object -w -t tree /dev/null)
    base=$(git -c user.name=ci -c user.email=ci@localhost commit-tree -m empty "$empty")
    echo "There is no earlier revision to compare with: all services are affected." >&2
fi

"$bin/plano" affected --since "$base" --format json >.plano/ci/affected.json
"$bin/python" -c 'import json, sys; [print(each["service"]) for each in json.load(sys.stdin)]' \
    <.plano/ci/affected.json >.plano/ci/build

changed=$(git diff --name-only --relative "$base" HEAD)
cp .plano/ci/build .plano/ci/test
for folder in generated/services/*/ services/*/src/; do # derived code, and what was ejected
    [ -d "$folder" ] || continue
    service=$(basename "${folder%/src/}")
    service=${service//_/-}
    package=${service//-/_}
    own="^(generated/services/$service|services/$package)/"
    common='^(generated/kit/|ci/|requirements\.txt$|pyproject\.toml$|Makefile$)'
    if grep -qE -e "$own" -e "$common" <<<"$changed"; then
        echo "$service" >>.plano/ci/test
    fi
done
sort -u -o .plano/ci/test .plano/ci/test
echo "build: $(paste -sd' ' .plano/ci/build)"
echo "test:  $(paste -sd' ' .plano/ci/test)"
