#!/bin/sh
# debian-source.sh PACKAGE FILE OUT - takes one file out of a package's source, by a package list of its own
# that is thrown away: the machine's apt settings stay as they are, and root is not needed.
set -eu
package=$1 file=$2 out=$3
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
mkdir -p "$temp/parts" "$temp/lists/partial" "$temp/cache/archives/partial" "$temp/source"

# The machine's own sources, each turned into one of source packages.
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -f "$list" ] && sed -n 's/^deb[[:space:]]/deb-src /p' "$list" >>"$temp/parts/machine.list"
done
for list in /etc/apt/sources.list.d/*.sources; do
    [ -f "$list" ] && sed 's/^Types:.*/Types: deb-src/' "$list" >"$temp/parts/$(basename "$list")"
done

apt() {
    apt-get -q=2 -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$temp/parts" \
        -o Dir::State::Lists="$temp/lists" -o Dir::Cache="$temp/cache" -o APT::Sandbox::User= "$@"
}

apt update >/dev/null 2>&1 || true # a list of somebody else's that does not answer is no reason to give up
(cd "$temp/source" && apt source --download-only --tar-only "$package" >/dev/null)
mkdir "$temp/tree"
for archive in "$temp"/source/*.orig.tar.*; do
    case $archive in *.asc) ;; *) tar -xf "$archive" -C "$temp/tree" --strip-components=1 ;; esac
done
mkdir -p "$(dirname "$out")"
cp "$temp/tree/$file" "$out"
