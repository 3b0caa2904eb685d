# shellcheck shell=sh
# Functions of the scripts in this folder. A script sets `root` to the folder above it, then sources this file.
#
# Environment variables, besides those of application.conf and of jvm.sh:
#   JAVA_HOME   a JDK 17, if the java on the path is another version
#   MENHIR_JAR  a packaged jar to run instead of a build of this source

: "${root:?}"
# shellcheck source=run/jvm.sh
. "$root/run/jvm.sh"

# Prints the feature version of the JDK in a folder, or nothing if there is no JDK.
java_version_of() {
  if [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  fi
}

# Sets JAVA_HOME to a JDK 17: the one it already names, the one on the path, or one in the usual places.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    [ "$(java_version_of "$JAVA_HOME")" = 17 ] && return
    fail "JAVA_HOME is $JAVA_HOME: it must be the folder of a JDK 17, or not set" 2
  fi
  if command -v javac >/dev/null 2>&1; then
    # The javac on the path is often a symbolic link.
    candidate=$(command -v javac)
    candidate=$(readlink -f "$candidate" 2>/dev/null || printf '%s' "$candidate")
    JAVA_HOME=$(dirname "$(dirname "$candidate")")
    if [ "$(java_version_of "$JAVA_HOME")" = 17 ]; then
      export JAVA_HOME
      return
    fi
  fi
  for candidate in /usr/lib/jvm/*17* /Library/Java/JavaVirtualMachines/*17*/Contents/Home \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/17*; do
    if [ "$(java_version_of "$candidate")" = 17 ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return
    fi
  done
  fail "no JDK 17 found: install one (on Debian: apt-get install openjdk-17-jdk-headless) or set JAVA_HOME" 2
}

# Whether a file exists and is newer than the source.
is_fresh() {
  [ -f "$1" ] && [ -z "$(find "$root/src/main" "$root/pom.xml" -newer "$1" 2>/dev/null | head -n 1)" ]
}

# Sets `jar` to a jar of the current source, and builds it if needed. It is a copy of Maven's jar, because a JVM crashes
# if the jar that it runs from is overwritten.
ensure_jar() {
  if [ -n "${MENHIR_JAR:-}" ]; then
    [ -r "$MENHIR_JAR" ] || fail "MENHIR_JAR is $MENHIR_JAR: it must be a readable file" 2
    jar=$MENHIR_JAR
    return
  fi
  jar=$root/target/run/menhir.jar
  if ! is_fresh "$jar"; then
    mkdir -p "$root/target/run" || fail "$root/target/run cannot be written"
    lock_build
    is_fresh "$jar" || build
    unlock_build
  fi
}

build() {
  built=$root/target/menhir-$(sed -n 's|^  <version>\(.*\)</version>.*|\1|p' "$root/pom.xml" | head -n 1).jar
  if ! is_fresh "$built"; then
    printf 'Building Menhir; the first build downloads Maven and the libraries (log: %s).\n' "$root/target/run/build.log" >&2
    touch "$root/target/run/build.started"
    if ! "$root/mvnw" -B -q -f "$root/pom.xml" -Dmaven.test.skip=true package >"$root/target/run/build.log" 2>&1; then
      tail -n 30 "$root/target/run/build.log" >&2
      fail "the build failed: see $root/target/run/build.log"
    fi
    # Edits made during the build may not be in the jar.
    touch -r "$root/target/run/build.started" "$built"
  fi
  { cp "$built" "$jar.$$" && touch -r "$built" "$jar.$$" && mv -f "$jar.$$" "$jar"; } || fail "$jar cannot be written"
  # The class data archive only shortens the start of a JVM: its creation may fail.
  "$JAVA_HOME/bin/java" -cp "$jar" menhir.experiment.lab.ClassDataArchive >>"$root/target/run/build.log" 2>&1 || :
}

# Only one script builds at a time. A script that was started by the holder of the lock does not wait for it.
lock_build() {
  if [ -n "${MENHIR_BUILD_LOCKED:-}" ]; then return; fi
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$root/target/run/build.lock"
    flock 9 || fail "$root/target/run/build.lock cannot be locked"
    return
  fi
  until mkdir "$root/target/run/build.lock.d" 2>/dev/null; do
    holder=$(cat "$root/target/run/build.lock.d/pid" 2>/dev/null || :)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      rm -rf "$root/target/run/build.lock.d"
    else
      sleep 1
    fi
  done
  printf '%s\n' "$$" >"$root/target/run/build.lock.d/pid"
}

unlock_build() {
  if [ -n "${MENHIR_BUILD_LOCKED:-}" ]; then return; fi
  # The JVM that replaces this script would otherwise hold the lock while it runs.
  exec 9>&-
  rm -rf "$root/target/run/build.lock.d"
}

# Replaces this process by the JVM of a server: run_server CONFIG_FILE ARGUMENT...
run_server() {
  if [ -z "${MENHIR_DATA_DIR:-}" ]; then
    MENHIR_DATA_DIR=$root/data
    export MENHIR_DATA_DIR
  fi
  exec_server "$@"
}

# Replaces this process by the JVM of a short-lived command: run_tool ARGUMENT...
run_tool() {
  exec_tool "${config:-$root/application.conf}" "$@"
}
