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
        ? 'Scan the picture or open the address as the broadcaster, and check that it shows this code:'
        : `Nobody is signed in: ${where ?? 'the code stands in the relay’s log'}.`;
    case 'starting':
      return 'Twitch is being asked for a code …';
    case 'retrying':
      return sentence(problem ?? 'Twitch gives no code; the relay tries again');
    default:
      return signedIn
        ? 'Some of your event types need a permission that was not granted yet.'
        : sentence(problem ?? 'nobody is signed in');
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
  return seconds >= 90 ? `good for ${Math.round(seconds / 60)} more minutes` : 'good for another moment';
}
