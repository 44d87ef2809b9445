#!/usr/bin/env bash
# affected.sh ENVIRONMENT SERVICE...: of these services, those that a change gives another release there, on one line.
# The environment says what the change is: CHANGE_TARGET, a pull request's branch, or PREVIOUS_COMMIT, the
# last one of this branch that was built well.
set -euo pipefail
environment=$1
shift

base=""
if [ -n "${CHANGE_TARGET:-}" ]; then
    target="refs/remotes/origin/$CHANGE_TARGET"
    base=$(git merge-base HEAD "$target") || {
        echo "No commit is both in this change and in $target: clone with history and with that branch." >&2
        exit 1
    }
elif [ -n "${PREVIOUS_COMMIT:-}" ]; then
    # A branch that was rewritten has not got that commit any more, and then all is new.
    if git merge-base --is-ancestor "$PREVIOUS_COMMIT" HEAD 2>/dev/null; then
        base=$PREVIOUS_COMMIT
    fi
fi
if [ -z "$base" ]; then
    echo "$*"
    exit 0
fi

if [ -z "$(git diff --name-only "$base" HEAD -- . ':(exclude)releases')" ]; then
    echo "Since $base only releases changed: nothing is built." >&2
    exit 0
fi

images=$("${PLANO_BIN:-.venv/bin}/plano" affected --since "$base" --format json |
    python3 -c 'import json, sys; print("", *(each["service"] for each in json.load(sys.stdin)), "")')
found=()
for service in "$@"; do
    # A release carries the chart and the values too: the image may be there already, and is then not built again.
    carried=$(git diff --name-only "$base" HEAD -- generated/chart "generated/values/$environment/$service.yaml")
    if [[ $images == *" $service "* || -n $carried ]]; then
        found+=("$service")
    fi
done
echo "${found[*]}"
