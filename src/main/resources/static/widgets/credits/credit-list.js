/**
 * Who did something for the channel since the stream began. State goes in and comes out as JSON, so that a reload keeps it. No DOM.
 *
 *   an event                                         | does
 *   -------------------------------------------------+----------------------------------------------------------
 *   the begin of another stream                      | empties the list
 *   that does not count (stream-tally.js)            | nothing
 *   of somebody who stays anonymous                  | nothing
 *   any other                                        | adds its person to the section, once, with all amounts together
 *
 * Test events are in the list for a moment only (test-events.js), and are not kept.
 */
import { nameOf } from '../../words/events.js';
import { wordsOf } from '../../words/messages.js';
import { StreamTally } from '../stream-tally.js';
import { TEST_SHOWN_FOR, isTest } from '../test-events.js';

const say = await wordsOf('widget');

const none = () => 0;

/**
 * By the word of the option `show`.
 *
 * @type {Object<string, {unit: string, prefix: string, types: Object<string, (data: object) => number>}>} `types` has
 *     the amount of each event type; 0 is no amount, and null is no event of the section
 */
export const SECTIONS = {
  raid: { unit: 'viewers', prefix: 'from_broadcaster_user', types: { 'channel.raid': ({ viewers }) => viewers } },
  gift: { unit: 'subs', prefix: 'user', types: { 'channel.subscription.gift': ({ total }) => total } },
  sub: {
    unit: '',
    prefix: 'user',
    types: { 'channel.subscribe': none, 'channel.subscription.message': none },
  },
  cheer: { unit: 'bits', prefix: 'user', types: { 'channel.cheer': ({ bits }) => bits } },
  follow: { unit: '', prefix: 'user', types: { 'channel.follow': none } },
};

/** All of them, whatever is shown: pages with other sections share a memory. */
export const TYPES = Object.values(SECTIONS).flatMap(({ types }) => Object.keys(types));

/** More names than this nobody reads, and a page has to hold them. */
export const MOST_NAMES = 300;

export class CreditList {
  #show;
  #tally;
  #people; // {section: Map of {name, amount} by user}
  #tests = []; // {section, name, amount, until}

  /** @param {string[]} show words of SECTIONS, in their order @param {string} json what `toJSON` gave before */
  constructor(show, json = '') {
    this.#show = show;
    const { tally, people } = remembered(json);
    this.#tally = tally;
    this.#people = people;
  }

  /** The stream that is on began then. @param {number | null} began milliseconds since 1970 */
  streamBegan(began) {
    if (this.#tally.begin(began)) this.#clear();
  }

  /**
   * A message.
   *
   * @param {number | null} time when it came, by the relay's clock; null for a message that comes now
   * @returns {boolean} whether the list has changed
   */
  heard(message, time, id, now) {
    const data = message.data ?? {};
    if (this.#tally.heard(message, time, now)) this.#clear();
    const section = Object.keys(SECTIONS).find((one) => Object.hasOwn(SECTIONS[one].types, message.event));
    if (section === undefined || data.is_anonymous === true) return false;
    const { prefix, types } = SECTIONS[section];
    const name = nameOf(data, prefix);
    if (name === null) return false;
    const amount = Math.max(0, types[message.event](data)) || 0;
    if (isTest(message)) {
      this.#tests.push({ section, name, amount, until: now + TEST_SHOWN_FOR });
      return true;
    }
    if (!this.#tally.counts(id, time)) return false;
    const people = this.#people[section];
    const user = String(data[`${prefix}_id`] ?? name);
    people.set(user, { name, amount: (people.get(user)?.amount ?? 0) + amount });
    return true;
  }

  /**
   * @returns {Array<{section: string, title: string, names: Array<{name: string, amount: string}>, more: number}>} sections with
   *     names, in their order; who gave most is first. `more` is the number of names that are left out
   */
  at(now) {
    this.#tests = this.#tests.filter(({ until }) => until > now);
    return this.#show
      .map((section) => {
        const { unit } = SECTIONS[section];
        const tests = this.#tests.filter((test) => test.section === section);
        const all = [...this.#people[section].values(), ...tests].sort((one, other) => other.amount - one.amount);
        const names = all.slice(0, MOST_NAMES).map(({ name, amount }) => ({ name, amount: amount > 0 && unit ? say(unit, { n: amount }) : '' }));
        return { section, title: say(`credits.${section}`), names, more: all.length - names.length };
      })
      .filter(({ names }) => names.length > 0);
  }

  #clear() {
    for (const people of Object.values(this.#people)) people.clear();
  }

  toJSON() {
    const people = Object.fromEntries(Object.entries(this.#people).map(([section, map]) => [section, [...map]]));
    return { ...this.#tally.toJSON(), people };
  }
}

function remembered(json) {
  const empty = Object.fromEntries(Object.keys(SECTIONS).map((section) => [section, new Map()]));
  try {
    const { began, counted, people } = JSON.parse(json);
    const good = Object.keys(SECTIONS).every((section) =>
      people[section].every(([user, { name, amount }]) => typeof user === 'string' && typeof name === 'string' && amount >= 0),
    );
    if (good) {
      const kept = Object.fromEntries(Object.keys(SECTIONS).map((section) => [section, new Map(people[section])]));
      return { tally: new StreamTally({ began, counted }), people: kept };
    }
  } catch {
    // then nothing was kept
  }
  return { tally: new StreamTally(), people: empty };
}
