/** What the event of an ad break tells. Twitch sends none at its end. No DOM. */

/** @returns {object | null} see Told in moment.js, with its `length` in milliseconds */
export function adBreakOf({ data }) {
  const began = Date.parse(data?.started_at);
  const length = Number(data?.duration_seconds) * 1_000; // Twitch's own example has a text
  if (!Number.isFinite(began) || !(length > 0)) return null;
  return { id: data.started_at, began, step: 0, until: began + length, endsAt: began + length, length };
}
