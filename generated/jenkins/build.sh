#!/bin/sh
# build.sh DOCKERFILE BASE FOLDER: make the image into FOLDER, an OCI layout; FOLDER.json tells its digest.
# It has a list of what is in it (SBOM) and how it was made (provenance) beside it. Nothing is pushed from here.
# shellcheck shell=busybox
set -euo pipefail
rm -rf "$3" "$3.json"
mkdir -p "$(dirname "$3")"
exec buildctl-daemonless.sh build \
    --frontend dockerfile.v0 \
    --local context=. \
    --local dockerfile=. \
    --opt "filename=$1" \
    --opt "build-arg:PYTHON_IMAGE=$2" \
    --opt attest:sbom= \
    --opt attest:provenance=mode=max \
    --output "type=oci,tar=false,dest=$3" \
    --metadata-file "$3.json"
