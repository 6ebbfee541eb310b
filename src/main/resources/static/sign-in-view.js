/**
 * What the sign-in panel shows of `/api/sign-in`, without a page; null while somebody is signed in.
 *
 * @returns {null | {text: string, code: string, address: string, qrCode: string, timeLeft: string, canAsk: boolean,
 *     scopes: string[]}}
 */
export function signInView(signIn) {
  if (signIn.signedIn) return null;
  const waiting = signIn.state === 'waiting';
  const address = waiting ? safeAddress(signIn.verificationUri) : '';
  return {
    text: waiting
      ? 'Scan the picture or open the address as the broadcaster, and check that it shows this code:'
      : signIn.state === 'starting'
        ? 'Twitch is being asked for a code …'
        : (signIn.problem ?? 'Nobody is signed in.'),
    code: waiting ? (signIn.userCode ?? '') : '',
    address,
    qrCode: waiting && address ? `${signIn.qrCode ?? ''}?code=${encodeURIComponent(signIn.userCode ?? '')}` : '',
    timeLeft: waiting ? timeLeft(signIn.secondsLeft) : '',
    canAsk: !waiting && signIn.state !== 'starting',
    scopes: (signIn.scopes ?? []).map(({ scope, reason }) => `${reason} (${scope})`),
  };
}

/** Only what a browser opens as a page: the address comes from whatever plays Twitch. */
function safeAddress(address) {
  return /^https?:\/\//.test(address ?? '') ? address : '';
}

function timeLeft(seconds) {
  if (typeof seconds !== 'number') return '';
  return seconds >= 90 ? `good for ${Math.round(seconds / 60)} more minutes` : 'good for another moment';
}
