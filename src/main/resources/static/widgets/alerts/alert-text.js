/**
 * What an alert says, as pieces, so that a name can be set apart from the words around it. No DOM.
 * A template may contain {name}, {count}, {amount}, {message}, {months}, {streak}, {tier} and {reward}: `{name} is in! Number
 * {count}`. A placeholder for something that the event does not have is empty.
 */
import { SOMEBODY, describeCrowd } from '../../words/events.js';
import { formatNumber } from '../../words/format.js';
import { sumIn } from '../../words/money.js';
import { amountOf, rewardOf, tierOf } from './alert-amount.js';

/** @returns {Array<{text: string, part: string | null}>} `part` is the placeholder's name */
export function sayAlert(alert, template) {
  const { data = {} } = alert;
  const values = {
    name: alert.who ?? SOMEBODY,
    count: formatNumber(alert.count),
    amount: alert.kind === 'donation' ? (sumIn(data) ?? '') : formatNumber(amountOf(alert) ?? NaN),
    message: alert.message ?? '',
    months: data.cumulative_months > 0 ? formatNumber(data.cumulative_months) : '',
    streak: data.streak_months > 0 ? formatNumber(data.streak_months) : '',
    tier: tierOf(alert),
    reward: rewardOf(alert),
  };
  if (template) return filled(template, values);
  if (alert.others > 0 && alert.who !== null) {
    return [piece(values.name, 'name'), piece(` ${describeCrowd(alert.kind, alert.others, alert.count)}`)];
  }
  return alert.who === null ? [piece(alert.text)] : [piece(alert.who, 'name'), piece(` ${alert.text}`)];
}

/** By kind of event, the placeholders that have a value. */
export const PLACEHOLDERS = {
  follow: ['name', 'count'],
  sub: ['name', 'tier'],
  resub: ['name', 'months', 'streak', 'tier', 'message', 'count'],
  gift: ['name', 'count', 'tier'],
  cheer: ['name', 'count', 'message'],
  raid: ['name', 'count'],
  power: ['name', 'amount', 'message'],
  streak: ['name', 'amount', 'message'],
  points: ['name', 'reward', 'amount', 'message'],
  hype: ['amount'],
  donation: ['name', 'amount', 'message'],
  other: ['name', 'message'],
};

const PLACEHOLDER = /\{(name|count|amount|message|months|streak|tier|reward)\}/;

/** Values are put in once: a name that looks like a placeholder stays a name. */
function filled(template, values) {
  return template
    .split(PLACEHOLDER)
    .map((text, n) => (n % 2 === 1 ? piece(values[text], text) : piece(text)))
    .filter(({ text }) => text !== '');
}

function piece(text, part = null) {
  return { text, part };
}
