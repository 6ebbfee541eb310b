/** How long to wait before trying again. No DOM. */
export const SHORTEST_DELAY = 1_000;
export const LONGEST_DELAY = 30_000;

/** The pause before attempt n (0, 1, …): between 1 s and a ceiling that doubles up to 30 s, by chance. */
export function backoff(attempt, random) {
  const ceiling = Math.min(LONGEST_DELAY, SHORTEST_DELAY * 2 ** (attempt + 1));
  return SHORTEST_DELAY + random() * (ceiling - SHORTEST_DELAY);
}
