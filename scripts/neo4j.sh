#!/usr/bin/env bash
# A Neo4j server without Docker: fetched once through Maven, run as a process of its own with Java 17.
# usage: scripts/neo4j.sh fetch | run
#   fetch  the server's jars into the cache; prints their folder
#   run    fetches what is missing and stays in the foreground until it is stopped
# Variables, and what holds where they are not set:
#   NEO4J_HOME       .neo4j                            data, logs and settings of the server
#   NEO4J_PORT       7687                              bolt, on 127.0.0.1 only (Neo4j Browser connects to it too)
#   NEO4J_PASSWORD   none: no login                    of the user neo4j, 8 letters or more; set it before the first start
#   NEO4J_HEAP       1g                                memory of Java, and
#   NEO4J_PAGECACHE  512m                              of pages read from the data
#   NEO4J_SETTINGS   none                              further lines of neo4j.conf
#   NEO4J_JVM        -XX:+UseG1GC                      options of Java
#   NEO4J_CACHE      $XDG_CACHE_HOME/kakehashi/neo4j   the jars, shared by all checkouts
set -euo pipefail
cd "$(dirname "$0")/.."

VERSION=5.26.30 # the last LTS that runs with Java 17, which Debian 12 has; GPLv3, so it is never part of what we ship
CACHE=${NEO4J_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kakehashi/neo4j}/$VERSION
HOME_DIR=${NEO4J_HOME:-.neo4j}
PORT=${NEO4J_PORT:-7687}

say() { printf '==> %s\n' "$*" >&2; }

# The first of $JAVA, $JAVA_HOME and the path that is Java 17 or 21: those that the version runs with.
find_java() {
  local candidate release
  for candidate in "${JAVA:-}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" java /usr/lib/jvm/java-17-*/bin/java; do
    if [ -z "$candidate" ]; then continue; fi
    release=$("$candidate" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' || true)
    if [ "$release" = 17 ] || [ "$release" = 21 ]; then command -v "$candidate"; return 0; fi
  done
  say "Neo4j $VERSION needs Java 17 or 21: sudo apt-get install openjdk-17-jre-headless (or set JAVA=/path/to/java)"
  return 1
}

fetch() {
  local work
  if [ -e "$CACHE/complete" ]; then return 0; fi
  if ! command -v mvn >/dev/null; then
    say "the server comes through Maven: sudo apt-get install maven"
    return 1
  fi
  mkdir -p "$CACHE"
  # Two that start at once (tests of two checkouts) fetch once.
  exec 9>"$CACHE/.lock"
  flock 9
  if [ -e "$CACHE/complete" ]; then return 0; fi
  say "Neo4j $VERSION into $CACHE (128 MB)"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cat >"$work/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>neo4j</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>$VERSION</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>$VERSION</version></dependency>
  </dependencies>
</project>
POM
  mvn --batch-mode --quiet -f "$work/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$CACHE/lib" >&2
  touch "$CACHE/complete"
  rm -rf "$work"
  trap - EXIT
  flock -u 9
}

# The settings are ours: they are written anew at every start.
configure() {
  mkdir -p "$HOME_DIR/conf"
  cat >"$HOME_DIR/conf/neo4j.conf" <<CONF
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:$PORT
server.http.enabled=false
server.https.enabled=false
# Drivers notice within 10 seconds, not two minutes, that a server has fallen mute.
server.bolt.connection_keep_alive=5s
server.bolt.connection_keep_alive_for_requests=ALL
dbms.usage_report.enabled=false
dbms.security.auth_enabled=$([ -n "${NEO4J_PASSWORD:-}" ] && echo true || echo false)
server.memory.pagecache.size=${NEO4J_PAGECACHE:-512m}
db.tx_log.rotation.retention_policy=256M size
${NEO4J_SETTINGS:-}
CONF
}

run() {
  local java opens package
  java=$(find_java)
  fetch
  configure
  HOME_DIR=$(cd "$HOME_DIR" && pwd)
  opens=()
  for package in java.nio java.io sun.nio.ch java.util.concurrent; do
    opens+=(--add-opens="java.base/$package=ALL-UNNAMED")
  done
  if [ -n "${NEO4J_PASSWORD:-}" ] && [ ! -e "$HOME_DIR/data/dbms/auth.ini" ]; then
    "$java" -cp "$CACHE/lib/*" "${opens[@]}" -Dapp.name=neo4j-admin -Dbasedir="$HOME_DIR" \
      org.neo4j.server.startup.Neo4jAdminCommand dbms set-initial-password "$NEO4J_PASSWORD" >&2
  fi
  say "Neo4j at bolt://127.0.0.1:$PORT, its data in $HOME_DIR; Ctrl-C ends it"
  # shellcheck disable=SC2086 # several options in one variable
  # exec: who started this script ends the server by the same process id.
  exec "$java" -Xms256m -Xmx"${NEO4J_HEAP:-1g}" ${NEO4J_JVM:--XX:+UseG1GC} -cp "$CACHE/lib/*" "${opens[@]}" \
    org.neo4j.server.CommunityEntryPoint --home-dir="$HOME_DIR" --config-dir="$HOME_DIR/conf" --console-mode
}

case "${1:-}" in
  fetch) find_java >/dev/null; fetch; echo "$CACHE/lib" ;;
  run) run ;;
  *) sed -n '2,15p' "$0" >&2; exit 2 ;;
esac
