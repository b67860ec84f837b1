#!/bin/sh
# plugins_test.sh - every case that the plugins of the repository ship, and what `plugin check` says of each of them.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
CCHC=${CCHC:-$root/build/cchc}
failed=0
cd "$root" || exit 1

"$CCHC" plugin test 2>&1 || failed=1
for folder in plugins/*/; do
    name=$(basename "$folder")
    if said=$("$CCHC" plugin check "$name" 2>&1); then
        echo "ok plugin check $name"
    else
        echo "not ok plugin check $name"
        printf '%s\n' "$said" | sed 's/^/  /'
        failed=1
    fi
done
exit $failed
