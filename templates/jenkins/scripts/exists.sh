#!/bin/sh
# exists.sh IMAGE TAG: the digest that the registry has under this tag, or nothing where it has none.
# shellcheck shell=busybox
set -euo pipefail
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
if crane digest "$1:$2" 2>"$errors"; then
    exit 0
fi
# Codes of the OCI Distribution Specification; a registry may answer a HEAD with the status alone.
if grep -q -e MANIFEST_UNKNOWN -e NAME_UNKNOWN -e '404 Not Found' "$errors"; then
    exit 0
fi
cat "$errors" >&2
exit 1
