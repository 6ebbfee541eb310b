import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findingsOf,
  healthLine,
  isTold,
  streamFacts,
  unreachable,
} from '../../main/resources/static/dashboard/findings-view.js';

const finding = (level, subject, text, remedy = null) => ({ level, subject, text, remedy });
const SIGN_IN = finding('problem', 'sign-in', 'nobody is signed in', 'enter the code');
const DISK = finding('problem', 'disk', 'it is full', 'make room');
const signedIn = { signedIn: true, state: 'signed in', scopes: [] };
const nobody = { signedIn: false, state: 'waiting', userCode: 'ABCD', scopes: [] };

test('without problems all is well, whatever there is to note', () => {
  const line = healthLine({ signIn: signedIn, findings: [finding('ok', 'clock', 'fine'), finding('note', 'repeats', '3')] });

  assert.deepEqual(line, { level: 'ok', text: 'All is well', remedy: '', more: '' });
});

test('the first problem is told with its remedy, and the number of the others', () => {
  const line = healthLine({ signIn: signedIn, findings: [DISK, finding('problem', 'clock', 'late'), finding('problem', 'x', 'y')] });

  assert.deepEqual(line, { level: 'bad', text: 'disk: it is full', remedy: 'make room', more: 'and 2 more problems' });
});

test('a sign-in that the panel tells is not told again', () => {
  assert.deepEqual(healthLine({ signIn: nobody, findings: [SIGN_IN] }), {
    level: 'wait',
    text: 'Waiting for the sign-in',
    remedy: '',
    more: '',
  });
  assert.equal(healthLine({ signIn: nobody, findings: [SIGN_IN, DISK] }).text, 'disk: it is full');
});

test('a sign-in that will end is told, because no panel shows it', () => {
  const line = healthLine({ signIn: signedIn, findings: [finding('problem', 'sign-in', 'there is no refresh token')] });

  assert.equal(line.text, 'sign-in: there is no refresh token');
});

test('a permission that the panel asks for is not told again', () => {
  const missing = { ...signedIn, scopes: [{ scope: 'bits:read', reason: 'cheers', granted: false }] };
  const lacks = finding('problem', 'channel.cheer', 'not subscribed', 'sign in again, at /#sign-in of the relay’s page');

  assert.equal(healthLine({ signIn: missing, findings: [lacks] }).level, 'wait');
});

test('findings come with problems first', () => {
  const findings = [finding('ok', 'a', ''), finding('problem', 'b', ''), finding('note', 'c', '')];

  assert.deepEqual(findingsOf({ findings }).map(({ subject }) => subject), ['b', 'c', 'a']);
});

test('an error is told where a problem or a note has it', () => {
  const findings = [finding('problem', 'poll', 'the latest poll failed: no answer'), finding('ok', 'clock', 'fine')];

  assert.equal(isTold({ findings }, 'no answer'), true);
  assert.equal(isTold({ findings }, 'fine'), false);
  assert.equal(isTold({ findings, token: { problem: 'nobody is signed in' } }, 'nobody is signed in'), true);
  assert.equal(isTold({ findings, token: { problem: null } }, 'nobody is signed in'), false);
});

test('the stream is told in numbers, and a status without parts breaks nothing', () => {
  assert.equal(
    streamFacts({ sse: { clients: 1, published: 1234, cut: 2, refused: 0 } }),
    '1 client on the stream · 1,234 messages sent · 2 too slow and cut off',
  );
  assert.equal(streamFacts({}), '');
  assert.equal(healthLine({}).level, 'ok');
  assert.deepEqual(findingsOf({}), []);
});

test('a relay that does not answer is a problem', () => {
  assert.deepEqual(unreachable({ key: 'status.away' }), {
    level: 'bad',
    text: 'The relay cannot be reached: it is stopped, or the network is down',
    remedy: '',
    more: '',
  });
});
