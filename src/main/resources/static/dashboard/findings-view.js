/**
 * The findings of /api/status for people. The relay itself finds causes and remedies, in the words of `doctor`; a page only
 * chooses which of them to show, so that each cause is told once. No DOM.
 */
import { signInView } from './sign-in-view.js';
import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

/**
 * @typedef {object} Finding
 * @property {'ok' | 'note' | 'problem'} level
 * @property {string} subject
 * @property {string} text
 * @property {string | null} remedy
 */

/**
 * @typedef {object} HealthLine
 * @property {'ok' | 'wait' | 'bad'} level
 * @property {string} text
 * @property {string} remedy may be empty
 * @property {string} more how many further problems there are; may be empty
 */

/** @returns {HealthLine} the state of the relay in one line, beside the panel that tells all about the sign-in */
export function healthLine(status) {
  const beside = (status.signIn ? signInView(status.signIn) : null) !== null;
  const problems = problemsOf(status).filter((finding) => !(beside && isOfSignIn(finding)));
  if (problems.length === 0) return line(...(beside ? ['wait', say('health.signin')] : ['ok', say('health.ok')]));
  const [{ subject, text, remedy }, ...others] = problems;
  return line('bad', `${subject}: ${text}`, remedy ?? '', others.length > 0 ? say('health.more', { n: others.length }) : '');
}

/** Why a status could not be had, as a part of a sentence (relay-status.js). */
export const reasonOf = (failure) => say(failure.key, failure);

/** The line for a status that could not be had. */
export function unreachable(failure) {
  return line('bad', say('health.away', { reason: reasonOf(failure) }));
}

function line(level, text, remedy = '', more = '') {
  return { level, text, remedy, more };
}

function problemsOf({ findings }) {
  return (findings ?? []).filter(({ level }) => level === 'problem');
}

/** The panel of the sign-in is at `#sign-in` of the dashboard, and remedies lead there. */
function isOfSignIn({ subject, remedy }) {
  return subject === 'sign-in' || (remedy ?? '').includes('/#sign-in');
}

const ORDER = ['problem', 'note', 'ok'];

/** @returns {Finding[]} all findings, problems first */
export function findingsOf({ findings }) {
  return ORDER.flatMap((level) => (findings ?? []).filter((finding) => finding.level === level));
}

/**
 * Whether a finding tells this error, so that no other part of the page has to. While nobody is signed in, the finding of the
 * sign-in tells whatever fails for that reason, also if its own words are about the code.
 */
export function isTold({ findings, token }, error) {
  if (error === token?.problem) return true;
  return (findings ?? []).some(({ level, text }) => level !== 'ok' && text.includes(error));
}

/** @returns {string} who listens to the stream */
export function streamFacts({ sse }) {
  if (!sse) return '';
  const facts = [
    say('facts.clients', { n: sse.clients }),
    say('facts.sent', { n: sse.published }),
    sse.cut > 0 ? say('facts.cut', { n: sse.cut }) : null,
    sse.refused > 0 ? say('facts.refused', { n: sse.refused }) : null,
  ];
  return facts.filter(Boolean).join(' · ');
}
