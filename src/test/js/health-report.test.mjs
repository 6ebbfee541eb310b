import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthReport, unreachable, worst } from '../../main/resources/static/dashboard/health-report.js';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const at = (secondsAgo) => new Date(NOW - secondsAgo * 1000).toISOString();

const healthy = () => ({
  eventsub: [
    {
      state: 'live',
      reason: null,
      connectedAt: at(300),
      lastFrameAt: at(12),
      connects: 1,
      lastLoss: null,
      subscriptions: [{ type: 'channel.follow', state: 'enabled', reason: null }],
    },
  ],
  token: { signedIn: true, user: 'lanternbay', channel: 'lanternbay', problem: null },
  polls: { 'poll-streams': { lastSuccessAt: at(20), error: null } },
  sse: { clients: 1, published: 1234, cut: 0, refused: 0 },
  routes: [{ file: 'stats.camel.yaml', id: 'stats', state: 'Started', failed: 0, lastError: null, lastErrorAt: null }],
});
const report = (change) => {
  const status = healthy();
  change(status);
  return healthReport(status, NOW);
};
const troubled = (lines) => lines.filter(({ level }) => level !== 'ok');

test('a healthy relay is told in good words only', () => {
  const lines = healthReport(healthy(), NOW);

  assert.equal(worst(lines), 'ok');
  assert.deepEqual(
    lines.map(({ title, detail }) => `${title} | ${detail}`),
    [
      'Signed in as lanternbay | the wrong account? “twitch-relay sign-out” undoes it',
      'Connected to Twitch | connected 5 min ago · last heard 12 s ago',
      '1 of 1 event type subscribed | ',
      'Numbers are up to date | read from Twitch 20 s ago',
      '1 client on the stream | 1,234 messages sent',
      '1 route running | ',
    ],
  );
});

test('a session that is away beside a live one is no problem', () => {
  const lines = report((status) =>
    status.eventsub.push({ state: 'waiting', reason: 'too many connections', connects: 1, subscriptions: [] }),
  );

  assert.deepEqual(
    troubled(lines).map(({ level, title, detail }) => `${level} ${title}: ${detail}`),
    ['wait Not connected to Twitch: too many connections'],
  );
});

test('a sign-in problem is told in the words of the relay', () => {
  const [line] = troubled(report((status) => (status.token.problem = 'no Twitch token: sign in')));

  assert.deepEqual([line.level, line.title, line.detail], ['bad', 'Sign-in needed', 'no Twitch token: sign in']);
});

test('causes and remedies are those of the findings, and one cause is told once', () => {
  const lines = report((status) => {
    status.token.problem = 'nobody is signed in';
    status.polls['poll-streams'].error = 'nobody is signed in';
    status.eventsub[0].subscriptions[0].state = 'disconnected';
    status.findings = [
      { level: 'problem', subject: 'sign-in', text: 'nobody is signed in', remedy: 'open the page' },
      { level: 'note', subject: 'EventSub', text: '1 event types and 1 polls wait for the sign-in', remedy: null },
    ];
  });

  assert.deepEqual(
    troubled(lines).map(({ level, title, detail }) => [level, title, detail]),
    [
      ['bad', 'Sign-in needed', 'nobody is signed in; to do: open the page'],
      ['wait', 'Everything of Twitch waits', '1 event types and 1 polls wait for the sign-in'],
    ],
  );
});

test('a sign-in that nothing renews is told while it still works', () => {
  const [line] = troubled(
    report((status) => {
      status.findings = [{ level: 'problem', subject: 'sign-in', text: 'there is no refresh token', remedy: null }];
    }),
  );

  assert.deepEqual([line.level, line.title, line.detail], ['bad', 'The sign-in will end', 'there is no refresh token']);
});

test('a type that shares its cause with others gets the words of the finding', () => {
  const lines = report((status) => {
    status.eventsub[0].subscriptions.push({ type: 'channel.cheer', state: 'missing scope', reason: 'x' });
    status.findings = [{ level: 'problem', subject: 'channel.raid, channel.cheer', text: 'no scope', remedy: 'sign in' }];
  });

  assert.deepEqual(troubled(lines)[0].problems, [{ name: 'channel.cheer', text: 'no scope; to do: sign in' }]);
});

test('a lost session says why', () => {
  const lines = report((status) => Object.assign(status.eventsub[0], { state: 'waiting', reason: 'close code 4006' }));

  assert.deepEqual(
    troubled(lines).map(({ title, detail }) => [title, detail]),
    [['Not connected to Twitch', 'close code 4006 · last heard 12 s ago']],
  );
});

test('a subscription that is not enabled is named with its reason', () => {
  const lines = report((status) =>
    status.eventsub[0].subscriptions.push({
      type: 'channel.cheer',
      state: 'forbidden',
      reason: 'bits:read is missing',
    }),
  );

  assert.deepEqual(troubled(lines), [
    {
      level: 'bad',
      title: '1 of 2 event types subscribed',
      detail: '',
      problems: [{ name: 'channel.cheer', text: 'forbidden: bits:read is missing' }],
    },
  ]);
});

test('a subscription that is under way is no problem yet', () => {
  const lines = report((status) => (status.eventsub[0].subscriptions[0].state = 'pending'));

  assert.equal(worst(lines), 'wait');
});

test('a poll that fails is named with its error and its last success', () => {
  const lines = report((status) => (status.polls['poll-followers'] = { lastSuccessAt: at(120), error: 'status 401' }));

  assert.deepEqual(troubled(lines)[0].problems, [{ name: 'followers', text: 'status 401 (last read: 2 min ago)' }]);
});

test('a number that is not for this sign-in is told and is no trouble', () => {
  const refusal = 'this channel has no subscriptions';
  const lines = report((status) => (status.polls['poll-subscriptions'] = { lastSuccessAt: null, error: null, refusal }));

  assert.equal(worst(lines), 'ok');
  assert.ok(lines.some(({ detail }) => detail.endsWith(refusal)));
});

test('a number that was refused and then failed tells both', () => {
  const refusal = 'this channel has no subscriptions';
  const lines = report(
    (status) => (status.polls['poll-subscriptions'] = { lastSuccessAt: null, error: 'no answer', refusal }),
  );

  assert.equal(troubled(lines)[0].problems[0].text, 'no answer (last read: never)');
  assert.ok(troubled(lines)[0].detail.endsWith(refusal));
});

test('a note about something else that ends with the same words does not hide what is of Twitch', () => {
  const lines = report(
    (status) =>
      (status.findings = [{ level: 'note', subject: 'sink chat', text: 'asleep until the sign-in', remedy: null }]),
  );

  assert.ok(lines.every(({ title }) => title !== 'Everything of Twitch waits'));
});

test('a route that stopped is bad, one that had an error waits for a look', () => {
  const stopped = report((status) => (status.routes[0].state = 'Stopped'));
  const erred = report((status) => Object.assign(status.routes[0], { lastError: 'refused', lastErrorAt: at(60) }));

  assert.equal(worst(stopped), 'bad');
  assert.deepEqual(troubled(stopped)[0].problems, [{ name: 'stats.camel.yaml', text: 'stats is stopped' }]);
  assert.equal(worst(erred), 'wait');
  assert.deepEqual(troubled(erred)[0].problems, [{ name: 'stats.camel.yaml', text: 'stats · refused · 1 min ago' }]);
});

test('missing parts and unknown states do not break the report', () => {
  assert.doesNotThrow(() => healthReport({}, NOW));
  assert.equal(worst(report((status) => (status.eventsub = []))), 'bad');
  assert.equal(report((status) => (status.eventsub[0].state = 'dreaming'))[1].title, 'Twitch session: dreaming');
});

test('a relay that does not answer is bad', () => {
  assert.equal(worst(unreachable('it is stopped')), 'bad');
});

test('an edited route file that is refused is told with its error and what runs', () => {
  const lines = report((status) => {
    status.routeFiles = [
      { file: 'publish.camel.yaml', state: 'running', version: 'aa', problems: [] },
      {
        file: 'normalizer.camel.yaml',
        state: 'refused',
        version: 'bb',
        problems: ['normalizer.camel.yaml:12:9: unknown key'],
      },
    ];
  });

  assert.deepEqual(troubled(lines), [
    {
      level: 'bad',
      title: '1 edited route file not taken over',
      detail: '',
      problems: [
        { name: 'normalizer.camel.yaml', text: 'normalizer.camel.yaml:12:9: unknown key · version bb runs on' },
      ],
    },
  ]);
});
