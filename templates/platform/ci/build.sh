#!/bin/sh
# build.sh: the images of the services that affected.sh named. Nothing is pushed, and no credential is needed.
# BUILDER is the tool that builds, docker unless it is set; podman takes the same words.
set -eu
cd "$(dirname "$0")/.."
builder=${BUILDER:-docker}
[ -f .plano/ci/build ] || { echo "ci/affected.sh has to run first: it says what to build" >&2 && exit 1; }
if [ ! -s .plano/ci/build ]; then
    echo "No image is affected: nothing to build."
    exit 0
fi
command -v "$builder" >/dev/null || { echo "$builder is missing here: install it, or set BUILDER to another" >&2 && exit 1; }
while read -r service; do
    file=generated/services/$service/Dockerfile
    [ -f "$file" ] || file=services/$(echo "$service" | tr - _)/Dockerfile # ejected
    "$builder" build --file "$file" --tag "$service:ci" . </dev/null
done <.plano/ci/build
