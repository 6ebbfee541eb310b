/** A small line chart as SVG paths. No DOM. */

/**
 * @param {number[][]} samples pairs of time and number, oldest first
 * @returns {{line: string, area: string, peak: number} | null} paths in a box of `width` by `height`; null for fewer than two
 */
export function chartPath(samples, width, height) {
  if (samples.length < 2) return null;
  const [start, end] = [samples[0][0], samples.at(-1)[0]];
  const peak = Math.max(...samples.map(([, number]) => number));
  const x = (time) => (end > start ? ((time - start) / (end - start)) * width : width);
  const y = (number) => height - (peak > 0 ? number / peak : 0) * (height - 2) - 1;
  const points = samples.map(([time, number]) => `${round(x(time))} ${round(y(number))}`);
  const line = `M${points.join('L')}`;
  return { line, area: `${line}L${round(width)} ${height}L0 ${height}Z`, peak };
}

function round(number) {
  return Math.round(number * 10) / 10;
}
