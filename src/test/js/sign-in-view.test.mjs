import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signInView } from '../../main/resources/static/dashboard/sign-in-view.js';

const WAITING = {
  signedIn: false,
  state: 'waiting',
  problem: 'nobody is signed in',
  verificationUri: 'https://www.twitch.tv/activate?device-code=ABCD',
  userCode: 'ABCD',
  secondsLeft: 1700,
  qrCode: '/api/sign-in/qr.svg',
  scopes: [{ scope: 'bits:read', reason: 'cheers' }],
};

test('a code that waits is shown with its address, picture, time and reasons', () => {
  assert.deepEqual(signInView(WAITING), {
    text: 'Scan the picture or open the address as the broadcaster, and check that it shows this code:',
    refused: '',
    isTrouble: false,
    hidden: false,
    code: 'ABCD',
    address: 'https://www.twitch.tv/activate?device-code=ABCD',
    qrCode: '/api/sign-in/qr.svg',
    timeLeft: 'good for 28 more minutes',
    canAsk: false,
    scopes: ['cheers (bits:read)'],
  });
});

test('nothing is shown while somebody is signed in', () => {
  assert.equal(signInView({ signedIn: true, state: 'signed in' }), null);
});

test('an ended code leaves the problem and a way to ask for another', () => {
  const view = signInView({ signedIn: false, state: 'required', problem: 'sign in again', scopes: null });

  assert.equal(view.text, 'Sign in again.');
  assert.equal(view.canAsk, true);
  assert.equal(view.code, '');
});

test('an address that is no page is not made a link', () => {
  const view = signInView({ ...WAITING, verificationUri: 'javascript:alert(1)' });

  assert.equal(view.address, '');
  assert.equal(view.qrCode, '');
});

test('a permission that is missing is asked for while somebody is signed in', () => {
  const view = signInView({
    signedIn: true,
    state: 'signed in',
    scopes: [
      { scope: 'bits:read', reason: 'to show cheers', granted: true },
      { scope: 'channel:read:hype_train', reason: 'to show hype trains', granted: false },
    ],
  });

  assert.equal(view.canAsk, true);
  assert.deepEqual(view.scopes, ['to show hype trains (channel:read:hype_train)']);
});

test('a wider sign-in shows its code although somebody is signed in', () => {
  assert.equal(signInView({ ...WAITING, signedIn: true }).code, 'ABCD');
});

test('who may not see the code is told where it is, and that a wrong account was refused', () => {
  const { verificationUri, userCode, qrCode, ...rest } = WAITING;
  const view = signInView({ ...rest, where: 'the code stands in the log', refused: 'stranger was not let in' });

  assert.equal(view.text, 'Nobody is signed in: the code stands in the log.');
  assert.equal(view.hidden, true);
  assert.equal(view.refused, 'stranger was not let in');
  assert.equal(view.code + view.address + view.qrCode, '');
});

test('trouble while Twitch is asked for a code is told, because otherwise nobody knows why no code comes', () => {
  const signIn = { signedIn: false, state: 'retrying', problem: 'cannot ask Twitch for a code (it answered 503); it is tried again' };

  const view = signInView(signIn);

  assert.equal(view.text, 'Cannot ask Twitch for a code (it answered 503); it is tried again.');
  assert.equal(view.isTrouble, true);
  assert.equal(view.canAsk, false);
  assert.equal(signInView({ ...signIn, state: 'starting' }).isTrouble, false);
});
