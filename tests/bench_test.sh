#!/bin/sh
# bench_test.sh - the short form of `make bench`: the figures mean nothing at this size, but all of it has to run.
set -u
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
N="40 80" ROUNDS=1 python3 tests/bench/run.py >"$log" 2>&1
status=$?
for line in "^floor " "^cchc first build " "^cchc unchanged rebuild "; do
    if [ "$status" = 0 ] && grep -q "$line" "$log"; then
        echo "ok bench: a row for $line" | tr -d '^'
    else
        echo "not ok bench: a row for $line" | tr -d '^'
        sed 's/^/  /' "$log"
        exit 1
    fi
done
CALLS=300 PAGES=40 ROUNDS=1 python3 tests/bench/plugins.py >"$log" 2>&1
status=$?
for line in "^a directive with 3 arguments" "^40 plain pages"; do
    if [ "$status" = 0 ] && grep -q "$line" "$log"; then
        echo "ok bench: plugins, a line for $line" | tr -d '^'
    else
        echo "not ok bench: plugins, a line for $line" | tr -d '^'
        sed 's/^/  /' "$log"
        exit 1
    fi
done
