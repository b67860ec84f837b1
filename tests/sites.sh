#!/bin/sh
# sites.sh [CASE...] - builds each small site of tests/sites and compares what came out; README.md here has the files
# of a case. UPDATE=1 writes the expectations anew: read the difference before you keep it.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
CCHC=${CCHC:-$root/build/cchc}
temp=$(mktemp -d) kinds=$(mktemp -d)
trap 'rm -rf "$temp" "$kinds"' EXIT
failed=0

# The kinds of the repository's plugins, without their Lua and the templates that ask for it: what a case shows is the engine's own.
for plugin in "$root"/plugins/*/; do
    to=$kinds/$(basename "$plugin")
    mkdir -p "$to"
    [ ! -d "${plugin}kinds" ] || ln -s "${plugin}kinds" "$to/kinds"
done

# What a case is compared by: the published tree, without our marker, whose hashes say nothing new.
tree_of() { rm -f "$1/.cchc-manifest"; }

# build CASE OUT ERR WORKERS: prints the exit status.
build() {
    case_dir=$1 out=$2 err=$3 workers=$4
    themes=$root/tests/bench theme="--theme theme" plugins=$kinds args=
    [ ! -d "$case_dir/themes" ] || { themes=themes theme=; }
    [ ! -d "$case_dir/plugins" ] || plugins=plugins
    [ ! -f "$case_dir/args" ] || args=$(cat "$case_dir/args")
    command=build
    case $args in check*) command=check args=${args#check} ;; esac
    (
        cd "$case_dir" || exit 99
        # shellcheck disable=SC2086
        "$CCHC" $command content -o "$out" -j "$workers" --date 2026-03-05 --themes "$themes" $theme --plugins "$plugins" $args >"$err.out" 2>"$err"
        echo $?
    )
}

# Where the temporary folder shows in a message, its name would differ at each run.
plain() { sed "s|$temp|TEMP|g" "$1"; }

update() {
    rm -rf "$1/expect" "$1/expect.stderr" "$1/expect.exit"
    [ ! -d "$temp/one" ] || cp -R "$temp/one" "$1/expect"
    [ ! -s "$temp/one.err" ] || plain "$temp/one.err" >"$1/expect.stderr"
    [ "$2" = 0 ] || echo "$2" >"$1/expect.exit"
    [ ! -d "$1/expect" ] || find "$1/expect" -type d -empty -delete
}

# Prints what differs from the expectation.
differences() {
    want=0
    [ ! -f "$1/expect.exit" ] || want=$(cat "$1/expect.exit")
    [ "$2" = "$want" ] || echo "exit status $2, not $want"
    if [ -f "$1/expect.stderr" ]; then
        plain "$temp/one.err" | diff -u "$1/expect.stderr" -
    elif [ "$2" != "$want" ]; then
        plain "$temp/one.err"
    fi
    if [ -d "$1/expect" ]; then
        diff -ruN "$1/expect" "$temp/one"
    elif [ -d "$temp/one" ]; then
        echo "something was published:" && (cd "$temp/one" && find . -type f)
    fi
    diff -ru "$temp/one.err" "$temp/eight.err" || echo "messages differ between one worker and eight"
    if [ -d "$temp/one" ]; then
        diff -rq "$temp/one" "$temp/eight" || echo "bytes differ between one worker and eight"
    fi
}

run_case() {
    name=$(basename "$1")
    rm -rf "${temp:?}"/* "$temp"/.out.cchc-*
    # The same path both times, so that messages that name it are the same.
    eight=$(build "$1" "$temp/out" "$temp/eight.err" 8)
    [ ! -d "$temp/out" ] || { tree_of "$temp/out" && mv "$temp/out" "$temp/eight"; }
    rm -rf "$temp"/out "$temp"/.out.cchc-*
    one=$(build "$1" "$temp/out" "$temp/one.err" 1)
    [ ! -d "$temp/out" ] || { tree_of "$temp/out" && mv "$temp/out" "$temp/one"; }
    [ -z "${UPDATE:-}" ] || update "$1" "$one"
    found=$(differences "$1" "$one" 2>&1)
    [ "$one" = "$eight" ] || found="$found
exit status $one with one worker, $eight with eight"
    if [ -z "$found" ]; then
        echo "ok site $name"
    else
        echo "not ok site $name"
        printf '%s\n' "$found" | sed 's/^/  /'
        failed=1
    fi
}

if [ $# -gt 0 ]; then
    for name in "$@"; do run_case "$root/tests/sites/$name"; done
else
    set -- "$root"/tests/sites/*/
    [ -d "$1" ] || { echo "skip sites: there are none"; exit 0; }
    for dir in "$@"; do run_case "${dir%/}"; done
fi
exit $failed
