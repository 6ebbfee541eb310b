/** A goal that the broadcaster has set on Twitch, as its events tell it. No DOM. */
import { written } from '../../words/format.js';

/** Names of the kinds of goals where they have no words of their own, and their icons. Twitch adds kinds now and then. */
const KINDS = [
  [/^follow/, 'Follower goal', 'follow'],
  [/subscription/, 'Sub goal', 'sub'],
  [/bit|cheer/, 'Bits goal', 'cheer'],
];

/** @returns {{label: string, kind: string, value: number, target: number, part: number, reached: boolean} | null} */
export function creatorGoalOf(data) {
  const { current_amount: value, target_amount: target } = data ?? {};
  if (!Number.isFinite(value) || !(target > 0)) return null;
  const [, name, kind] = KINDS.find(([known]) => known.test(String(data.type))) ?? [null, 'Goal', 'other'];
  const part = Math.min(1, Math.max(0, value / target));
  return { label: written(data.description) ?? name, kind, value, target, part, reached: value >= target };
}

/** What was kept from earlier, if it is what we would keep. */
export function rememberedGoal(json) {
  try {
    return creatorGoalOf(JSON.parse(json));
  } catch {
    return null;
  }
}
