/** Milestones of a goal, as the option writes them: `250 a song, 500 new mic`. No DOM. */

/**
 * @param {string} text numbers, each with words behind it if one likes, separated by commas; a part without a number is left out
 * @param {number} empty the number at which the bar is empty
 * @param {number} target the number at which it is full
 * @returns {Array<{number: number, words: string, part: number}>} those between the two, the smallest first; `part` is the place on
 *     the bar, from 0 to 1
 */
export function milestonesOf(text, empty, target) {
  return text
    .split(',')
    .map((written) => /^\s*(\d{1,9})\b\s*(.*?)\s*$/.exec(written))
    .filter((found) => found !== null)
    .map(([, number, words]) => ({ number: Number(number), words, part: (number - empty) / (target - empty) }))
    .filter(({ part }) => part > 0 && part < 1)
    .sort((one, other) => one.number - other.number);
}
