/**
 * A gift of n subscriptions comes as one `channel.subscription.gift` (G) and n `channel.subscribe` with `is_gift` (S), in
 * any order. S names its recipient but not its giver, so they are matched by tier and number:
 *
 *   comes                                          | shown
 *   -----------------------------------------------+------------------------------------------------------------
 *   G, whatever came before                        | G, at once; it takes the n oldest waiting S of its tier,
 *                                                  |   and those that still come within ten minutes
 *   S with an open G of its tier                   | nothing: it belongs to that G (the oldest that lacks one)
 *   S without                                      | nothing yet: it waits a minute for its G
 *   S that has waited a minute                     | one alert for all S of that tier that wait as long or less
 *   S of another tier than G                       | as if there were no G
 *   two G of one tier and the S of both, mixed     | two alerts
 *   anonymous G                                    | like any G
 *   subscribe without `is_gift`                    | itself, at once; not of interest here
 *
 * No DOM, no clock of its own: times are milliseconds from whoever calls.
 */
export const WAIT_FOR_GIFT = 60_000;
export const GIFT_OPEN = 600_000;

export class GiftFolding {
  #open = []; // gifts that lack subscriptions: {tier, lacks, until}
  #waiting = []; // subscriptions that lack a gift: {tier, until, message}

  /** A G. */
  gift({ data }, now) {
    const tier = data.tier;
    let lacks = Number.isFinite(data.total) ? data.total : 1;
    this.#waiting = this.#waiting.filter((one) => one.tier !== tier || lacks-- <= 0);
    if (lacks > 0) this.#open.push({ tier, lacks, until: now + GIFT_OPEN });
  }

  /** An S. It is never shown at once. */
  recipient(message, now) {
    this.#open = this.#open.filter(({ lacks, until }) => lacks > 0 && until > now);
    const gift = this.#open.find(({ tier }) => tier === message.data.tier);
    if (gift) gift.lacks--;
    else this.#waiting.push({ tier: message.data.tier, until: now + WAIT_FOR_GIFT, message });
  }

  /** @returns {object[][]} for each tier whose gift does not come any more, the messages that waited for it */
  given(now) {
    const tiers = new Set(this.#waiting.filter(({ until }) => until <= now).map(({ tier }) => tier));
    const late = [...tiers].map((tier) => this.#waiting.filter((one) => one.tier === tier).map(({ message }) => message));
    this.#waiting = this.#waiting.filter(({ tier }) => !tiers.has(tier));
    return late;
  }

  /** Forgets who waits. Recipients of a gift that was told still belong to it. */
  clear() {
    this.#waiting = [];
  }

  /** When to ask next; Infinity if nothing waits. */
  get nextAt() {
    return this.#waiting[0]?.until ?? Infinity;
  }
}
