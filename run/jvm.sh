# shellcheck shell=sh
# Functions that start a JVM, for the scripts in this folder and for the launcher of the packages. A script sets JAVA_HOME and
# `jar` before it starts one.
#
# Environment variables:
#   MENHIR_HEAP          maximum heap of each node, as for -Xmx (default: 512m)
#   MENHIR_GC            garbage collector, as in -XX:+Use...: ParallelGC (more orders per second; the default) or G1GC
#                        (shorter pauses)
#   MENHIR_JIT           compiler: quick (full speed after seconds) or full (faster in the end); default: quick on fewer
#                        than 4 processors
#   MENHIR_JAVA_OPTIONS  further options of the JVM, separated by spaces

fail() {
  printf 'menhir: %s\n' "$1" >&2
  exit "${2:-1}"
}

# Prints the comment at the top of a script, without the first line, as its help.
show_help() {
  sed -e 1d -e '/^#/!q' -e 's/^# \{0,1\}//' "$1" | sed '$d'
}

# Replaces this process by a JVM, which uses the jar's class data archive if there is one: exec_java OPTION...
# Without the log options, the JVM warns if it cannot use the archive.
# shellcheck disable=SC2154 # The script that sources this file sets jar.
exec_java() {
  if [ -r "$jar.jsa" ]; then
    set -- "-XX:SharedArchiveFile=$jar.jsa" -Xlog:cds=off -Xlog:cds+dynamic=off "$@"
  fi
  exec "$JAVA_HOME/bin/java" "$@"
}

processors() {
  count=$(getconf _NPROCESSORS_ONLN 2>/dev/null || :)
  case $count in
  "" | *[!0-9]*) count=4 ;;
  esac
  printf '%s' "$count"
}

# Replaces this process by the JVM of a server: exec_server CONFIG_FILE ARGUMENT...
exec_server() {
  conf=$1
  shift
  heap=${MENHIR_HEAP:-512m}
  case $heap in
  *[!0-9kmgKMG]* | [!0-9]*) fail "MENHIR_HEAP is $heap: it must be a size such as 512m or 2g" 2 ;;
  esac
  gc=${MENHIR_GC:-ParallelGC}
  case $gc in
  ParallelGC | G1GC | SerialGC | ZGC | ShenandoahGC) ;;
  *) fail "MENHIR_GC is $gc: it must be ParallelGC, G1GC, SerialGC, ZGC or ShenandoahGC" 2 ;;
  esac
  case ${MENHIR_JIT:-} in
  quick) jit=-XX:TieredStopAtLevel=1 ;;
  full) jit=-XX:TieredStopAtLevel=4 ;;
  "")
    # On few processors the optimising compiler takes most of the time for minutes, for a tenth more orders afterwards.
    if [ "$(processors)" -lt 4 ]; then jit=-XX:TieredStopAtLevel=1; else jit=-XX:TieredStopAtLevel=4; fi
    ;;
  *) fail "MENHIR_JIT is $MENHIR_JIT: it must be quick or full" 2 ;;
  esac
  # A node that is out of memory must end: it would otherwise keep its lease and answer nothing.
  # shellcheck disable=SC2086 # The variable holds several options.
  exec_java "-Xmx$heap" "-XX:+Use$gc" "$jit" -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8 \
    ${MENHIR_JAVA_OPTIONS:-} "-Dconfig.file=$conf" -jar "$jar" "$@"
}

# Replaces this process by the JVM of a short-lived command: exec_tool CONFIG_FILE ARGUMENT...
exec_tool() {
  conf=$1
  shift
  exec_java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8 "-Dconfig.file=$conf" -jar "$jar" "$@"
}
