#!/usr/bin/env bash
# inputs.sh DOCKERFILE [MORE...]: the hash of all that an image is made of, which is the tag of the image.
# That is what HEAD has of the files which DOCKERFILE.dockerignore lets in, both these files, and MORE (the base image).
set -euo pipefail
dockerfile=$1
shift

paths=("$dockerfile" "$dockerfile.dockerignore")
while IFS= read -r pattern; do
    case $pattern in
    '' | '#'* | '*') ;;
    '!'*) paths+=(":(literal)${pattern#!}") ;;
    */) paths+=(":(exclude,glob)${pattern}**") ;;
    *) paths+=(":(exclude,glob)$pattern") ;;
    esac
done <"$dockerfile.dockerignore"

# An index of HEAD alone, so that what lies uncommitted on the disk counts for nothing.
index=$(mktemp)
trap 'rm -f "$index"' EXIT
export GIT_INDEX_FILE=$index
git read-tree HEAD
{
    printf '%s\0' "$@"
    git ls-files --stage -z -- "${paths[@]}"
} | sha256sum | cut -d ' ' -f 1
