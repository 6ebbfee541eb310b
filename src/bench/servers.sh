# What run and way-in share: servers that are started, halted and measured in turns. A script sets $only, and sources this file.
cd "$(dirname "$0")/../.."
bench=$PWD/src/bench
out=$PWD/target/bench
base=${BENCH_PORT:-18300}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
heap="-XX:+UseSerialGC -Xmx256m"
# the options of the relay's launcher
relay="-XX:+UseTransparentHugePages $(sed -n 's/\$huge//; s/^  \(-.*\) \\$/\1/p' src/main/dist/twitch-relay | tr '\n' ' ')"
mkdir -p "$out"
ulimit -n "$(ulimit -Hn)"
files=$(ulimit -n)
declare -A port publish_port pids command publish format posts
skipped=()
failures=0
results=$out/results.txt

say() { printf '%s\n' "$*" >&2; }

# build PROGRAM…: these C programs, the relay and the servers in Java
build() {
  say "building"
  for program in "$@"; do
    cc -O2 -std=gnu11 -Wall -Wextra -o "$out/$program" "$bench/$program.c" || exit 1
  done
  mvn -q -B -ntp -Pbench -DskipTests package dependency:build-classpath -Dmdep.outputFile="$out/classpath" || exit 1
}

# modules PACKAGE…: of npm, for the servers in Node
modules() {
  if command -v npm >/dev/null; then
    npm install --silent --no-audit --no-fund --prefix "$out" "$@" >/dev/null 2>&1 || skipped+=("npm could not install $*")
  fi
}

wanted() { [ -z "$only" ] || [[ " $only " == *" $1 "* ]]; }

running() { [ -n "${pids[$1]:-}" ]; }

# Starts a server with its command, and waits until it listens.
launch() {
  local name=$1
  (cd "$out" && RELAY_ROUTES=${RELAY_ROUTES:-$OLDPWD/routes} exec ${command[$name]}) >"$out/$name.log" 2>&1 &
  pids[$name]=$!
  for _ in $(seq 300); do
    (exec 3<>"/dev/tcp/127.0.0.1/${port[$name]}") 2>/dev/null && break
    kill -0 "${pids[$name]}" 2>/dev/null || { say "$name did not start, see $out/$name.log"; exit 1; }
    sleep 0.2
  done
}

stop_all() {
  for name in "${!pids[@]}"; do
    kill "${pids[$name]%%,*}" 2>/dev/null
    kill -CONT ${pids[$name]//,/ } 2>/dev/null
  done
  wait 2>/dev/null
}
trap stop_all EXIT
trap 'exit 130' INT TERM

path_of() { case $1 in relay-app | relay-in) echo /api/twitch/stream ;; *) echo /stream ;; esac; }

# Halts all servers but one: what a dozen do that have nothing to do would spoil the caches of the one that is measured.
on_stage=
alone() {
  local name
  [ "$1" != "$on_stage" ] || return 0
  for name in "${!pids[@]}"; do
    [ "$name" = "$1" ] || kill -STOP ${pids[$name]//,/ }
  done
  kill -CONT ${pids[$1]//,/ }
  on_stage=$1
  sleep 2
}

# load SERVER SCENARIO OPTIONS…: one line of results, checked
load() {
  local name=$1 scenario=$2 line
  shift 2
  alone "$name"
  line=$("$out/load" --port "${port[$name]}" --publish-port "${publish_port[$name]}" --pids "${pids[$name]}" \
    --path "$(path_of "$name")" --publish "${publish[$name]}" --posts "${posts[$name]}" --format "${format[$name]}" "$@" 2>>"$out/load.log")
  if [ $? -ne 0 ] && [ "$scenario" != warm ]; then
    failures=$((failures + 1))
    say "$name, $scenario: NOT every client got every message once and in order: $line $(tail -2 "$out/load.log")"
  fi
  [ "$scenario" = warm ] || echo "server=$name scenario=$scenario $line" >>"$results"
  [ -n "$line" ]
}
