/**
 * What the sign-in panel shows of `/api/sign-in`, without a page; null while there is nothing to do.
 *
 * @returns {null | {text: string, refused: string, hidden: boolean, code: string, address: string, qrCode: string,
 *     timeLeft: string, canAsk: boolean, scopes: string[]}}
 */
export function signInView(signIn) {
  const waiting = signIn.state === 'waiting';
  const missing = (signIn.scopes ?? []).filter(({ granted }) => granted === false);
  if (signIn.signedIn && !waiting && missing.length === 0) return null;
  const address = waiting ? safeAddress(signIn.verificationUri) : '';
  return {
    text: waiting
      ? signIn.userCode
        ? 'Scan the picture or open the address as the broadcaster, and check that it shows this code:'
        : `Nobody is signed in: ${signIn.where ?? 'the code stands in the relay’s log'}.`
      : signIn.state === 'starting'
        ? 'Twitch is being asked for a code …'
        : signIn.signedIn
          ? 'Some of your event types need a permission that was not granted yet.'
          : (signIn.problem ?? 'Nobody is signed in.'),
    refused: signIn.refused ?? '',
    hidden: waiting && !signIn.userCode,
    code: waiting ? (signIn.userCode ?? '') : '',
    address,
    qrCode: waiting && address ? (signIn.qrCode ?? '') : '',
    timeLeft: waiting && signIn.userCode ? timeLeft(signIn.secondsLeft) : '',
    canAsk: !waiting && signIn.state !== 'starting',
    scopes: (signIn.signedIn ? missing : (signIn.scopes ?? [])).map(({ scope, reason }) => `${reason} (${scope})`),
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
