import { wordsOf } from '../words/messages.js';

const say = await wordsOf('pages');

/**
 * What the sign-in panel shows of `/api/sign-in`, without a page; null while there is nothing to do.
 *
 * @returns {null | {text: string, refused: string, isTrouble: boolean, hidden: boolean, code: string, address: string,
 *     qrCode: string, timeLeft: string, canAsk: boolean, scopes: string[]}}
 */
export function signInView(signIn) {
  const waiting = signIn.state === 'waiting';
  const missing = (signIn.scopes ?? []).filter(({ granted }) => granted === false);
  if (signIn.signedIn && !waiting && missing.length === 0) return null;
  const address = waiting ? safeAddress(signIn.verificationUri) : '';
  return {
    text: textOf(signIn),
    refused: signIn.refused ?? '',
    isTrouble: signIn.state === 'retrying',
    hidden: waiting && !signIn.userCode,
    code: waiting ? (signIn.userCode ?? '') : '',
    address,
    qrCode: waiting && address ? (signIn.qrCode ?? '') : '',
    timeLeft: waiting && signIn.userCode ? timeLeft(signIn.secondsLeft) : '',
    canAsk: !['waiting', 'starting', 'retrying'].includes(signIn.state),
    scopes: (signIn.signedIn ? missing : (signIn.scopes ?? [])).map(({ scope, reason }) => `${reason} (${scope})`),
  };
}

function textOf({ state, userCode, where, problem, signedIn }) {
  switch (state) {
    case 'waiting':
      return userCode
        ? say('signin.scan')
        : say('signin.nobody.where', { where: where ?? say('signin.log') });
    case 'starting':
      return say('signin.starting');
    case 'retrying':
      return sentence(problem ?? say('signin.retrying'));
    default:
      return signedIn
        ? say('signin.missing')
        : sentence(problem ?? say('signin.nobody'));
  }
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

/** Only what a browser opens as a page: the address comes from whatever plays Twitch. */
function safeAddress(address) {
  return /^https?:\/\//.test(address ?? '') ? address : '';
}

function timeLeft(seconds) {
  if (typeof seconds !== 'number') return '';
  return seconds >= 90 ? say('signin.minutes', { n: Math.round(seconds / 60) }) : say('signin.moment');
}
