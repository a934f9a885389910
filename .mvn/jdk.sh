# Finds a JDK 21 or newer for ./mvnw and ./fieldledger (POSIX sh, to be sourced).
#
# find_jdk prints the home of the JDK to use: JAVA_HOME where that is new enough (somebody chose it), else the newest
# of the usual places. It answers 1 and prints nothing where there is none.

# The major version of the JDK at $1, 0 when there is none: read from its release file, without starting it.
jdk_major() {
  if [ ! -x "$1/bin/java" ] || [ ! -x "$1/bin/javac" ] || [ ! -r "$1/release" ]; then
    echo 0
    return 0
  fi
  jdk_version="$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release" | head -n 1)"
  echo "${jdk_version:-0}"
}

# The places where people and installers put a JDK, one per line.
jdk_candidates() {
  jdk_java="$(command -v java 2>/dev/null)" && {
    jdk_java="$(readlink -f "$jdk_java" 2>/dev/null)" && dirname "$(dirname "$jdk_java")"
  }
  set +f
  for jdk_place in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* /usr/local/*jdk* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/* "${HOME:-/nowhere}"/.jbang/cache/jdks/* \
    "${HOME:-/nowhere}"/.asdf/installs/java/* "${HOME:-/nowhere}"/.local/share/mise/installs/java/* \
    "/c/Program Files/Java"/* "/c/Program Files/Eclipse Adoptium"/*; do
    [ ! -d "$jdk_place" ] || printf '%s\n' "$jdk_place"
  done
}

find_jdk() {
  if [ -n "${JAVA_HOME-}" ] && [ "$(jdk_major "$JAVA_HOME")" -ge 21 ]; then
    printf '%s\n' "$JAVA_HOME"
    return 0
  fi
  jdk_candidates | {
    jdk_best="" jdk_best_major=20
    while IFS= read -r jdk_place; do
      jdk_found="$(jdk_major "$jdk_place")"
      if [ "$jdk_found" -gt "$jdk_best_major" ]; then
        jdk_best="$jdk_place" jdk_best_major="$jdk_found"
      fi
    done
    [ -n "$jdk_best" ] && printf '%s\n' "$jdk_best"
  }
}
