#!/usr/bin/env bash
# release.sh SERVICE ENVIRONMENT DIGEST BRANCH: release the image that was built from HEAD, on top of BRANCH.
# Others push meanwhile: then it is done anew on what they pushed, five times at most.
set -euo pipefail
# One function, read whole before it runs: the check-out below may bring another version of this file.
main() {
    local service=$1 environment=$2 digest=$3 branch=$4 attempts=5
    local file=releases/$environment/$service.yaml commit attempt released
    commit=$(git rev-parse HEAD)

    for attempt in $(seq "$attempts"); do
        git fetch --quiet origin "refs/heads/$branch"
        git checkout --quiet --detach FETCH_HEAD
        if git cat-file -e "HEAD:$file" 2>/dev/null; then
            released=$(sed -n 's/^commit: *"\{0,1\}\([0-9a-f]\{40\}\).*/\1/p' "$file")
            if [ "$released" != "$commit" ] && git merge-base --is-ancestor "$commit" "$released" 2>/dev/null; then
                echo "$file has the newer $released: this build of $commit is not released."
                return 0
            fi
        fi
        "${PLANO_BIN:-.venv/bin}/plano" release "$service" --to "$environment" --digest "$digest" --commit "$commit"
        git add -- "$file"
        if git diff --cached --quiet -- "$file"; then
            return 0
        fi
        git commit --quiet --message "Release $service to $environment" -- "$file"
        if git push --quiet origin "HEAD:refs/heads/$branch"; then
            return 0
        fi
        echo "Attempt $attempt of $attempts: $branch has moved on." >&2
        sleep "$((RANDOM % (attempt + 1))).$((RANDOM % 10))"
    done
    echo "$file was not pushed in $attempts attempts: start this build again." >&2
    return 1
}

main "$@"
