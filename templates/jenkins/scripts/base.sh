#!/bin/sh
# base.sh DOCKERFILE: the base image with its digest. Its name is that of a default in the Dockerfile.
# shellcheck shell=busybox
set -euo pipefail
base=$(sed -n 's/^ARG PYTHON_IMAGE=//p' "$1")
if [ -z "$base" ]; then
    echo "$1 has no line ARG PYTHON_IMAGE=…" >&2
    exit 1
fi
digest=$(crane digest "$base")
echo "$base@$digest"
