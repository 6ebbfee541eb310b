/**
 * Closes the hole that a last event id cannot: after a restart the relay does not know the id (`missed: "unknown"`), but
 * its history (/api/twitch/events) holds what happened between its start and our return. No DOM.
 *
 *   heard in this life | in history | told now
 *   -------------------+------------+---------------------------------------------
 *   yes                | yes        | no; it marks where the hole begins
 *   no                 | yes, newer | yes, oldest first
 *   no                 | yes, older | no: it was before our first hello, or we told it
 *   any                | no         | nothing can be told
 *
 * When history could not be read as we came, nothing tells old from new, until we have heard something.
 * Events that arrive while history is read wait, so that the order stays.
 */
import { SeenIds } from './seen-ids.js';

/**
 * @param deliver as a StreamConnection calls it
 * @param {(limit?: number) => Promise<Array<{id: string, message: object}>>} readHistory newest first, as far back as there
 *   is unless limited; may fail
 */
export function fillingGaps(deliver, readHistory) {
  const told = new SeenIds();
  let known = null; // the newest that history held when we came; undefined if it held none, null if we could not read it
  let looked = null;
  let held = null;
  let heardAny = false;
  let again = false;

  function tell(message, id) {
    heardAny = true;
    if (told.add(id)) deliver('event', message, id);
  }

  async function look() {
    const history = await read(1);
    if (history) known = history[0]?.id;
  }

  async function fill() {
    if (held) return void (again = true);
    held = [];
    await looked;
    const history = (await read()) ?? []; // the state that said "unknown" is all there is to say
    const border = history.findIndex(({ id }) => told.has(id) || id === known);
    const missed = border >= 0 ? history.slice(0, border) : known === null && !heardAny ? [] : history;
    missed.reverse();
    for (const { id, message } of missed) if (message?.type === 'event') tell(message, id);
    const waiting = held;
    held = null;
    for (const [message, id] of waiting) tell(message, id);
    if (again) {
      again = false;
      await fill();
    }
  }

  async function read(limit) {
    try {
      return await readHistory(limit);
    } catch {
      return null;
    }
  }

  return (kind, value, id) => {
    if (kind === 'event') {
      if (held) held.push([value, id]);
      else tell(value, id);
      return;
    }
    deliver(kind, value, id);
    if (kind !== 'state' || value.status !== 'live') return;
    if (!looked) looked = look();
    else if (value.missed === 'unknown') fill();
  };
}
