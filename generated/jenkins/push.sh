#!/bin/sh
# push.sh IMAGE FOLDER: push what build.sh made, under its digest and no tag, and print the digest.
# shellcheck shell=busybox
set -euo pipefail
digest=$(sed -n 's/.*"containerimage\.digest": *"\(sha256:[0-9a-f]\{64\}\)".*/\1/p' "$2.json")
if [ -z "$digest" ]; then
    echo "$2.json tells no digest: the image was not built." >&2
    exit 1
fi
pushed=$(crane push "$2" "$1@$digest")
if [ "$pushed" != "$1@$digest" ]; then
    echo "Pushed was $pushed, and built was $1@$digest." >&2
    exit 1
fi
echo "$digest"
