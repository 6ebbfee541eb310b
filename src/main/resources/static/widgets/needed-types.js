/**
 * The event types that a widget needs, and what keeps one of them away. No DOM.
 *
 *   a type of the widget          | the sentence
 *   ------------------------------+--------------------------------------------------------------
 *   that no route asks for        | names the type, and the file to add it to
 *   without a permission          | names the permission, and the page that asks for it
 *   that Twitch refuses otherwise | says the reason
 *   with a subscription on its way, or not known yet | none
 */

import { listed } from '../words/hints.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('hints');

/**
 * @param {object | undefined} status the answer of /api/status
 * @param {string[]} types that the widget needs
 * @returns {{sentence: string, types: string[]} | null} what is missing; `types` are those that no route asks for. Null if nothing is
 */
export function missingTypes(status, types) {
  const subscriptions = [status?.eventsub ?? []].flat().flatMap((session) => session.subscriptions ?? []);
  if (subscriptions.length === 0) return null;
  const of = (type) => subscriptions.filter((one) => one.type === type);
  const unknown = types.filter((type) => of(type).length === 0);
  if (unknown.length > 0) return { sentence: say('types', { n: unknown.length, types: listed(unknown) }), types: unknown };
  const all = types.flatMap(of);
  const scopes = [...new Set(all.filter(({ state }) => state === 'missing scope').flatMap((one) => one.missingScopes ?? []))];
  if (scopes.length > 0) {
    return { sentence: say('scopes', { n: scopes.length, scopes: listed(scopes) }), types: [] };
  }
  const refused = all.find(({ state }) => ['forbidden', 'rejected', 'revoked'].includes(state));
  return refused ? { sentence: say('refused', { type: refused.type, reason: refused.reason ?? refused.state }), types: [] } : null;
}
