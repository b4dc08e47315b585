#!/usr/bin/env bash
# start-cache.sh JDK: lets Lagzero copy a small database and keeps what Java learns by it (classes, profiles) in
# app/target/lagzero.aot. With it a start takes less time. Needs JDK 25; does nothing on older ones, or when there is one.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=find-java.sh
source "$home/build/find-java.sh"
java=$1
jar="$home/app/target/lagzero.jar"
cache="$home/app/target/lagzero.aot"

if [ "$(major "$java")" -lt 25 ] || { [ "$cache" -nt "$jar" ] && [ "$(cat "$cache.jdk" 2>/dev/null)" = "$java" ]; }; then
  exit 0
fi
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
rm -f "$cache"
"$java/bin/java" --enable-native-access=ALL-UNNAMED -cp "$home/app/target/lib/*" \
  "$home/build/StartCacheSource.java" "$room/small.db"
# What is busy only while a process starts, and above all while it has no cache. What is compiled here a start with the cache
# compiles at once: for these that took longer than it gave.
cold=(-XX:CompileCommand=quiet)
for package in java.lang.classfile java.lang.invoke java.security java.util.jar java.util.regex java.util.zip \
  javax.crypto javax.management com.sun.crypto com.sun.jmx jdk.internal.classfile jdk.internal.constant \
  jdk.internal.loader jdk.internal.util.xml sun.invoke sun.security sun.util.locale; do
  cold+=("-XX:CompileCommand=exclude,$package.*::*")
done
"$java/bin/java" "${cold[@]}" -XX:+UseParallelGC "@$home/build/heap.args" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  "-XX:AOTCacheOutput=$room/lagzero.aot" -cp "$jar:$home/app/target/lib/*" dev.lagzero.app.Main \
  run --source "sqlite:$room/small.db" --data "$room/data" --http 0 --until-caught-up
mv "$room/lagzero.aot" "$cache"
echo "$java" >"$cache.jdk"
