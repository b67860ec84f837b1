#!/bin/sh
# setup.sh on machines of every sort, with programs that only write down how they were called.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
log=$temp/log
failed=0

program() {
    printf '#!/bin/sh\n%s\n' "$2" >"$temp/bin/$1"
    chmod +x "$temp/bin/$1"
}

# A machine on which only one library is missing; what it answers is changed by each case.
machine() {
    rm -rf "${temp:?}/bin" "$temp/there"
    mkdir "$temp/bin"
    : >"$log"
    for name in sh env dirname grep cat; do ln -s "$(command -v "$name")" "$temp/bin/$name"; done
    for name in cc ar; do program "$name" 'exit 0'; done
    program pkg-config "[ \"\$2\" != libutf8proc ] || [ -e $temp/there ]"
    program id 'echo 0'
    program apt-cache 'exit 0'
    program apt-get "echo \"apt-get \$* \$DEBIAN_FRONTEND\" >>$log; case \$1 in install) : >$temp/there ;; esac"
    program sudo "echo sudo >>$log; shift; exec \"\$@\""
}

# expect NAME STATUS LOG [WORD]: the exit status, the calls, a word in what was said.
expect() {
    said=$(PATH=$temp/bin sh "$root/tests/setup.sh" build 2>&1)
    status=$?
    calls=$(cat "$log")
    if [ "$status" = "$2" ] && [ "$calls" = "$3" ] && case $said in *"${4:-}"*) true ;; *) false ;; esac; then
        echo "ok setup: $1"
    else
        echo "not ok setup: $1"
        printf '  status %s, calls:\n%s\n  said:\n%s\n' "$status" "$calls" "$said"
        failed=1
    fi
}

install="apt-get install -y -q=2 --no-install-recommends libutf8proc-dev noninteractive"
update="apt-get update -y -q=2 --no-install-recommends noninteractive"

machine
expect "what is missing is installed and named" 0 "$install" "libutf8proc-dev: chuẩn hóa chữ tiếng Việt"

machine
: >"$temp/there"
expect "where all is there nobody is asked" 0 ""
if [ -z "$said" ]; then
    echo "ok setup: and nothing is said"
else
    echo "not ok setup: and nothing is said"
    failed=1
fi

machine
program apt-cache 'exit 100'
expect "lists are fetched where the package is unknown" 0 "$update
$install"

machine
program apt-get "echo \"apt-get \$* \$DEBIAN_FRONTEND\" >>$log; case \$1 in update) : >$temp/there ;; install) [ -e $temp/there ] ;; esac"
expect "lists are fetched where a file is gone" 0 "$install
$update
$install"

machine
program id 'echo 1000'
expect "others than root go through sudo" 0 "sudo
$install"

machine
program id 'echo 1000'
rm "$temp/bin/sudo"
expect "without sudo the list is printed" 2 "" " libutf8proc-dev"

machine
rm "$temp/bin/apt-get"
expect "without apt-get the list is printed" 2 "" " libutf8proc-dev"

machine
program apt-get "echo \"apt-get \$* \$DEBIAN_FRONTEND\" >>$log; exit 100"
expect "what cannot be installed is named" 2 "$install
$update
$install" " libutf8proc-dev"

exit $failed
