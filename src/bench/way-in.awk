# Turns the lines of key=value pairs into one table of medians: a row for each server, columns for each load.
{
  delete at
  for (i = 1; i <= NF; i++) { split($i, pair, "="); at[pair[1]] = pair[2] }
  if (!(at["server"] in known)) { known[at["server"]]; order[++servers] = at["server"] }
  key = at["server"] SUBSEP at["scenario"]
  run = ++runs[key]
  n = at["clients"]
  value[key, "events", run] = at["per_second"] / n
  value[key, "cpu", run] = at["cpu_us"] * n
  value[key, "p50", run] = at["last_p50_ms"]
  value[key, "p99", run] = at["last_p99_ms"]
  value[key, "core", run] = at["cpu_us"] * at["per_second"] / 1e4
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

END {
  print "Medians. max: as fast as the server takes events from its socket. CPU is the server's, in µs for each event.\n"
  print "| | events/s, max, to 1, 100, 1,000 clients | CPU, max, 1, 100, 1,000 clients | 1,000/s to 20 clients: % of a core, CPU, ms to the last p50 / p99 | 100/s to 20 clients: CPU, ms p50 / p99 |"
  print "|---|--:|--:|--:|--:|"
  for (i = 1; i <= servers; i++) {
    s = order[i]
    printf "| %s | %s, %s, %s | %s, %s, %s | %s, %s, %s / %s | %s, %s / %s |\n", s,
      cell(s, "full-1", "events", "%.0f"), cell(s, "full-100", "events", "%.0f"), cell(s, "full-1000", "events", "%.0f"),
      cell(s, "full-1", "cpu", "%.0f"), cell(s, "full-100", "cpu", "%.0f"), cell(s, "full-1000", "cpu", "%.0f"),
      cell(s, "rate-1000", "core", "%.0f"), cell(s, "rate-1000", "cpu", "%.0f"), cell(s, "rate-1000", "p50", "%.1f"), cell(s, "rate-1000", "p99", "%.1f"),
      cell(s, "rate-100", "cpu", "%.0f"), cell(s, "rate-100", "p50", "%.1f"), cell(s, "rate-100", "p99", "%.1f")
  }
}
