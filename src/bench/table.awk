# Turns the lines of key=value pairs into tables of medians, and of ratios to the writer.
{
  delete at
  for (i = 1; i <= NF; i++) { split($i, pair, "="); at[pair[1]] = pair[2] }
  key = at["server"] SUBSEP at["scenario"]
  if (!(key in runs) && !(at["server"] in known)) { known[at["server"]]; order[++servers] = at["server"] }
  runs[key]++
  for (name in at) value[key, name, runs[key]] = at[name]
  scenarios[at["scenario"]]
  clients[at["scenario"]] = at["clients"]
}

function median(server, scenario, name,    key, n, i, j, list, swap) {
  key = server SUBSEP scenario
  n = runs[key]
  if (!n) return ""
  for (i = 1; i <= n; i++) list[i] = value[key, name, i] + 0
  for (i = 2; i <= n; i++) for (j = i; j > 1 && list[j] < list[j - 1]; j--) { swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap }
  return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

function cell(server, scenario, name, format,    m) {
  m = median(server, scenario, name)
  return m == "" ? "–" : sprintf(format, m)
}

function ratio(server, scenario, name, format,    m, base) {
  m = median(server, scenario, name)
  base = median("writer", scenario, name)
  if (m == "") return "–"
  return sprintf(format, m) (base > 0 ? sprintf(" (%.2f)", m / base) : "")
}

function thousands(server, scenario,    m) {
  m = median(server, scenario, "per_second")
  return m == "" ? "–" : sprintf("%.0f", m / 1000)
}

END {
  print "CPU of the server in µs per delivery; in brackets the ratio to the C writer. max: the publisher is at most 256 messages"
  print "ahead of the slowest client.\n"
  print "| | CPU, 10/s, 1,000 clients | CPU, max, 1,000 | 1000 deliveries/s, max, 1,000 | CPU, 10/s, 10,000 | CPU, max, 10,000 | 1000 deliveries/s, max, 10,000 | ms to the last of 1,000 clients at 10/s, p50 / p99 (p99 until read) |"
  print "|---|--:|--:|--:|--:|--:|--:|--:|"
  for (i = 1; i <= servers; i++) {
    s = order[i]
    if (!((s SUBSEP "rate-1000") in runs)) continue
    printf "| %s | %s | %s | %s | %s | %s | %s | %s / %s (%s) |\n", s, ratio(s, "rate-1000", "cpu_us", "%.2f"),
      ratio(s, "full-1000", "cpu_us", "%.2f"), thousands(s, "full-1000"), ratio(s, "rate-10000", "cpu_us", "%.2f"),
      ratio(s, "full-10000", "cpu_us", "%.2f"), thousands(s, "full-10000"), cell(s, "rate-1000", "last_p50_ms", "%.1f"),
      cell(s, "rate-1000", "last_p99_ms", "%.1f"), cell(s, "rate-1000", "last_read_p99_ms", "%.1f")
  }
  if (("relay" SUBSEP "slow-10000") in runs)
    printf "\n1 message/s to 10,000 clients, ms to a client: p99 relay %s, writer %s; to the last client: relay %s, writer %s\n",
      cell("relay", "slow-10000", "p99_ms", "%.1f"), cell("writer", "slow-10000", "p99_ms", "%.1f"),
      cell("relay", "slow-10000", "last_p99_ms", "%.1f"), cell("writer", "slow-10000", "last_p99_ms", "%.1f")
  lines = ""
  for (scenario in scenarios) if (scenario ~ /^linear-/) sizes[++n] = clients[scenario]
  for (i = 2; i <= n; i++) for (j = i; j > 1 && sizes[j] + 0 < sizes[j - 1] + 0; j--) { swap = sizes[j]; sizes[j] = sizes[j - 1]; sizes[j - 1] = swap }
  if (n) {
    print "\n| clients, 10 messages/s | CPU µs/delivery | p99 ms |\n|--:|--:|--:|"
    for (i = 1; i <= n; i++) printf "| %d | %s | %s |\n", sizes[i], cell("relay", "linear-" sizes[i], "cpu_us", "%.2f"), cell("relay", "linear-" sizes[i], "p99_ms", "%.1f")
  }
  if (("relay-history" SUBSEP "history-100000") in runs)
    printf "\nCPU µs/delivery at 100 messages/s with a history of 1,000: %s, of 100,000: %s\n",
      cell("relay", "history-1000", "cpu_us", "%.2f"), cell("relay-history", "history-100000", "cpu_us", "%.2f")
  if (("relay" SUBSEP "dead") in runs)
    printf "\n1,000 readers, 200 messages/s: p99 %s ms; beside 2,000 clients that never read: p99 %s ms (%.2f), lost %d, most PSS %.0f MB, most socket memory %.0f MB\n",
      cell("relay", "alive", "p99_ms", "%.1f"), cell("relay", "dead", "p99_ms", "%.1f"),
      median("relay", "dead", "p99_ms") / (median("relay", "alive", "p99_ms") + 1e-9), median("relay", "dead", "lost"),
      median("relay", "dead", "most_pss_kb") / 1024, median("relay", "dead", "most_socket_kb") / 1024
  if (("relay" SUBSEP "resume") in runs)
    printf "\nResuming under load: %d reconnects with Last-Event-ID at 1,000 messages/s, lost %d, repeated or out of order %d\n",
      median("relay", "resume", "reconnects"), median("relay", "resume", "lost"), median("relay", "resume", "errors")
  idle = runs["relay" SUBSEP "idle"]
  if (idle) {
    print "\n| idle clients | server kB/client (PSS after GC) | kernel slab kB/client (both ends, whole machine) |\n|--:|--:|--:|"
    for (i = 1; i <= idle; i++) {
      k = "relay" SUBSEP "idle"
      c = value[k, "clients", i]
      printf "| %d | %.1f | %.1f |\n", c, (value[k, "pss_kb", i] - value[k, "pss_before_kb", i]) / c, value[k, "kernel_kb", i] / c
    }
  }
}
