#!/bin/sh
# fresh.sh [SUITE...] - the two commands of the README on a bare Debian that has make, git and certificates only.
# Run by hand, as root. SUITE is bookworm or trixie; without one, both. The bare systems are kept in CACHE.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cache=${CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cchc-fresh}
work=$(mktemp -d "${WORK:-/var/tmp}/cchc-fresh.XXXXXX")
packages=make,git,ca-certificates,apt
mounted=
trap 'clean_up' EXIT
trap 'exit 1' INT TERM

clean_up() {
    for at in $mounted; do umount "$at" || umount -l "$at"; done
    # Whatever is still mounted must not be emptied with the folder.
    if grep -q " $work/" /proc/mounts; then
        echo "still mounted below $work: left as it is" >&2
    else
        rm -rf "$work"
    fi
}

mirror_of() { sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) .*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1; }

bare_system() {
    suite=$1 tree=$2 tarball=$cache/$suite.tar
    if [ ! -f "$tarball" ]; then
        mkdir -p "$cache"
        debootstrap --variant=minbase --include="$packages" "$suite" "$tree" "$mirror" >"$work/$suite.log" 2>&1 || {
            tail -n 20 "$work/$suite.log"
            return 1
        }
        tar -C "$tree" -cf "$tarball.new" . && mv "$tarball.new" "$tarball"
        return
    fi
    mkdir -p "$tree"
    tar -C "$tree" -xf "$tarball"
}

# The suite with its updates and security fixes, from where this machine gets its own.
sources_for() {
    cat <<END
deb $mirror $1 main
deb $mirror $1-updates main
deb ${mirror%/debian*}/debian-security $1-security main
END
}

enter() {
    tree=$1
    mount -t proc proc "$tree/proc" && mounted="$tree/proc $mounted"
    mount --rbind /dev "$tree/dev" && mount --make-rslave "$tree/dev" && mounted="$tree/dev $mounted"
}

leave() {
    umount -R "$1/dev" && umount "$1/proc" && mounted=
}

inside() {
    tree=$1
    shift
    chroot "$tree" /usr/bin/env -i HOME=/root TERM=dumb LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        ${registry:+npm_config_registry="$registry"} NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
        sh -c "$*"
}

# What lets this machine reach its mirrors, so that the bare one reaches them too.
same_network() {
    cp /etc/resolv.conf /etc/hosts "$1/etc/"
    cp /etc/apt/apt.conf.d/*proxy* "$1/etc/apt/apt.conf.d/" 2>/dev/null || true
    if cp /usr/local/share/ca-certificates/*.crt "$1/usr/local/share/ca-certificates/" 2>/dev/null; then
        inside "$1" update-ca-certificates >/dev/null 2>&1
    fi
}

try_suite() {
    suite=$1 tree=$work/$1
    bare_system "$suite" "$tree" || return 1
    sources_for "$suite" >"$tree/etc/apt/sources.list"
    same_network "$tree"
    git clone -q "$root" "$tree/root/cchc"
    enter "$tree"
    status=0
    for target in "" test; do
        log=$cache/$suite.make${target:+-$target}.log
        inside "$tree" "cd /root/cchc && make $target" >"$log" 2>&1 || status=$?
        echo "$suite: make${target:+ $target} ended with $status: $(grep -E '^[0-9]+ passed|tệp vào' "$log" || tail -n 1 "$log")"
        if [ "$status" != 0 ]; then
            grep -E '^  not ok|FAILED|rror:' "$log" || tail -n 40 "$log"
            echo "all of it: $log"
            break
        fi
    done
    left=$(inside "$tree" "cd /root/cchc && git status --porcelain") || true
    if [ -n "$left" ]; then
        printf '%s: git status is not clean:\n%s\n' "$suite" "$left"
        status=1
    fi
    leave "$tree"
    rm -rf "$tree"
    return "$status"
}

registry=$(npm config get registry 2>/dev/null) || registry=
mirror=${MIRROR:-$(mirror_of)}
[ -n "$mirror" ] || { echo "say where Debian's packages come from: MIRROR=… tests/fresh.sh" >&2; exit 2; }
worst=0
for suite in "${@:-bookworm trixie}"; do
    for one in $suite; do try_suite "$one" || worst=1; done
done
exit $worst
