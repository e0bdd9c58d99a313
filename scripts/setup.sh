#!/usr/bin/env bash
# Makes .venv from nothing but Python >= 3.11, make and (where it may) apt.
# usage: scripts/setup.sh venv | system | java
#   venv    .venv with everything that requirements.lock names, by hash
#   system  Graphviz and a Japanese font, which pictures need, Chromium and LibreOffice Calc, which tests use, wrk, which loads the service in `make bench`, and what java does
#   java    Java and Maven, which fetch and run a Neo4j server; tests of that store need one
# What it may not install by apt it names, with the command.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=.venv
LOCK=requirements.lock

if [ -t 2 ]; then MARK=$'\033[1m==>\033[0m'; else MARK='==>'; fi
say() { printf '%s %s\n' "$MARK" "$*" >&2; }

# as_root COMMAND…: runs it as root, or returns 1 where that would need a password.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 1
  fi
}

# apt_install PACKAGE…: installs, or says how; never fails.
apt_install() {
  if ! command -v apt-get >/dev/null; then
    say "not installed: $* — install what these are called on your system"
    return 0
  fi
  say "apt-get install $*"
  # The list of packages may be missing or old on a fresh machine: one update, if the first try fails.
  if as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2 \
    || { as_root apt-get update -q >&2 \
         && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2; }
  then return 0; fi
  say "could not install; please run: sudo apt-get update && sudo apt-get install $*"
}

# The first Python >= 3.11 of $PYTHON, python3, and the versions by name.
find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"; return 0
    fi
  done
  say "Python 3.11 or newer is needed (set PYTHON=/path/to/python3 if it is not on the path)"
  return 1
}

make_venv() {
  local python version
  if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then return 0; fi
  python=$(find_python)
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  # Debian and Ubuntu ship venv apart from Python.
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    apt_install "python$version-venv"
    "$python" -c 'import ensurepip, venv' || { say "$python has no venv module"; exit 1; }
  fi
  say "$VENV with Python $version"
  "$python" -m venv --clear "$VENV"
}

# Java 17 or 21 runs the server (scripts/neo4j.sh); whoever has NEO4J_URL has a server already.
add_java() {
  [ -z "${NEO4J_URL:-}" ] || return 0
  command -v java >/dev/null || missing+=(openjdk-17-jre-headless)
  command -v mvn >/dev/null || missing+=(maven)
}

missing=()
case "${1:-}" in
  venv)
    make_venv
    say "installing what $LOCK names, by hash"
    # The lock is complete. Without --no-deps a pip as old as Python 3.11's resolves `coverage[toml]` anew and
    # refuses the newest coverage, which has no hash here.
    # What nobody imports need not be compiled: that would take as long as the rest.
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r "$LOCK"
    ;;
  system)
    command -v dot >/dev/null || missing+=(graphviz)
    command -v chromium >/dev/null || missing+=(chromium) # tests click through the page in it
    command -v wrk >/dev/null || missing+=(wrk) # `make bench` measures the service with it
    command -v soffice >/dev/null || missing+=(libreoffice-calc-nogui) # tests open workbooks with it
    # fc-list comes with Graphviz' own dependencies.
    if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=ja family)" ]; then
      missing+=(fontconfig fonts-ipafont-gothic)
    fi
    add_java
    [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
    ;;
  java)
    add_java
    [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
    ;;
  *)
    sed -n '2,7p' "$0" >&2; exit 2
    ;;
esac
