#!/bin/sh
# fuzz_test.sh - each target of fuzz/ for a fixed number of runs from a fixed seed: the short form of `make fuzz`.
set -u
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}
case $BUILD in *asan*) echo "skip fuzz: the run without sanitizers does it"; exit 0 ;; esac
probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT
echo 'int LLVMFuzzerTestOneInput(const unsigned char *s, unsigned long n) { return s[n - n] == 0 ? 0 : 0; }' >"$probe/probe.c"
if ! clang -fsanitize=fuzzer,address,undefined -o "$probe/probe" "$probe/probe.c" >/dev/null 2>&1; then
    echo "skip fuzz: there is no clang with libFuzzer (packages clang, libclang-rt-dev)"
    exit 0
fi
unset MAKEFLAGS MFLAGS MAKELEVEL
if FUZZ_ARGS="-runs=3000 -seed=1" make fuzz BUILD="$BUILD" >"$probe/log" 2>&1; then
    for target in tests/fuzz/*_fuzz.c; do echo "ok fuzz: $(basename "$target" _fuzz.c)"; done
else
    echo "not ok fuzz"
    tail -40 "$probe/log" | sed 's/^/  /'
    exit 1
fi
