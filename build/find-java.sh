# Sourced by the launchers: finds a JDK that is new enough.

# Prints the major version of the Java in a JDK's directory; nothing when there is none.
major() {
  [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'
  fi
}

find_java() {
  local candidate path
  path=$(command -v java || true)
  for candidate in "${JAVA_HOME:-}" \
    $(env | sed -n 's/^JAVA_HOME_[A-Za-z0-9_]*=//p') \
    /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/java/* /opt/*jdk* \
    "$([ -x /usr/libexec/java_home ] && /usr/libexec/java_home -v 21+ 2>/dev/null || true)" \
    "$([ -n "$path" ] && dirname "$(dirname "$(readlink -f "$path" 2>/dev/null || echo "$path")")" || true)"; do
    if [ -n "$candidate" ] && [ "$(major "$candidate")" -ge 21 ] 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
}
