/** The answer of /api/status in plain words: one line per part, with what is wrong and why. No DOM. */
import { formatNumber, plural, timeAgo } from '../words/format.js';

/**
 * @typedef {object} Line
 * @property {'ok' | 'wait' | 'bad'} level
 * @property {string} title
 * @property {string} detail may be empty
 * @property {{name: string, text: string}[]} problems
 */

const SESSION_WORDS = {
  live: ['ok', 'Connected to Twitch'],
  'handing over': ['ok', 'Connected to Twitch, moving to another connection'],
  connecting: ['wait', 'Connecting to Twitch'],
  'signing in': ['wait', 'Asking Twitch who we are'],
  waiting: ['bad', 'Not connected to Twitch'],
  stopped: ['bad', 'The connection to Twitch is stopped'],
};

/** @returns {Line[]} */
export function healthReport(status, now) {
  const problems = (status.findings ?? []).filter(({ level }) => level === 'problem');
  const told = (subject) => problems.find((finding) => finding.subject.split(', ').includes(subject));
  const waiting = (status.findings ?? []).find(
    ({ level, subject, text }) => level === 'note' && subject === 'EventSub' && text.endsWith(' the sign-in'),
  );
  const ofTwitch = waiting
    ? [line('wait', 'Everything of Twitch waits', waiting.text)]
    : [...sessions(status.eventsub, now, told), polls(status.polls, now, told)];
  return [
    signIn(status.token, told('sign-in')),
    ...ofTwitch,
    stream(status.sse),
    routes(status.routes, now),
    routeFiles(status.routeFiles),
  ].filter((line) => line !== null);
}

/** The line for a status that could not be had. */
export function unreachable(reason) {
  return [line('bad', 'The relay cannot be reached', reason)];
}

/** @returns {Line['level']} of all lines together */
export function worst(lines) {
  return ['bad', 'wait'].find((level) => lines.some((each) => each.level === level)) ?? 'ok';
}

function line(level, title, detail = '', problems = []) {
  return { level, title, detail, problems };
}

/** Cause and remedy in the words that `doctor` has, too. */
function words({ text, remedy }) {
  return remedy ? `${text}; to do: ${remedy}` : text;
}

function signIn(token, problem) {
  if (!token) return null;
  if (problem) {
    const ends = token.signedIn && !token.problem;
    return line('bad', ends ? 'The sign-in will end' : 'Sign-in needed', words(problem));
  }
  if (token.problem) return line('bad', 'Sign-in needed', token.problem);
  if (!token.signedIn) return line('wait', 'Signing in', 'the relay has not asked Twitch yet');
  const elsewhere = token.channel && token.channel !== token.user ? `, for the channel ${token.channel}` : '';
  return line('ok', `Signed in as ${token.user}${elsewhere}`, 'the wrong account? “twitch-relay sign-out” undoes it');
}

function sessions(eventsub, now, told) {
  if (!eventsub) return [];
  if (eventsub.length === 0)
    return [line('bad', 'No route listens to Twitch', 'routes/eventsub.camel.yaml is missing')];
  const oneIsLive = eventsub.some(isLive);
  return eventsub.flatMap((session) =>
    oneIsLive && !isLive(session)
      ? [{ ...connection(session, now), level: 'wait' }]
      : [connection(session, now), subscriptions(session.subscriptions ?? [], told)],
  );
}

function isLive({ state }) {
  return SESSION_WORDS[state]?.[0] === 'ok';
}

function connection(session, now) {
  const [level, title] = SESSION_WORDS[session.state] ?? ['wait', `Twitch session: ${session.state}`];
  const details = [
    session.reason,
    session.connectedAt && level === 'ok' ? `connected ${timeAgo(session.connectedAt, now)}` : null,
    session.lastFrameAt ? `last heard ${timeAgo(session.lastFrameAt, now)}` : null,
    session.connects > 1 && session.lastLoss ? `last interruption: ${session.lastLoss}` : null,
  ];
  return line(level, title, details.filter(Boolean).join(' · '));
}

function subscriptions(all, told) {
  const missing = all.filter((each) => each.state !== 'enabled');
  const underWay = missing.every((each) => each.state === 'pending' || each.state === 'disconnected');
  const level = missing.length === 0 ? 'ok' : underWay ? 'wait' : 'bad';
  return line(
    level,
    `${all.length - missing.length} of ${plural(all.length, 'event type')} subscribed`,
    '',
    missing.map((each) => ({
      name: each.type,
      text: told(each.type) ? words(told(each.type)) : [each.state, each.reason].filter(Boolean).join(': '),
    })),
  );
}

function polls(all, now, told) {
  const names = Object.keys(all ?? {});
  if (names.length === 0) return line('wait', 'Numbers not read yet');
  const failing = names.filter((name) => all[name].error);
  const successes = names.map((name) => Date.parse(all[name].lastSuccessAt)).filter(Number.isFinite);
  const read = successes.length > 0 ? `read from Twitch ${timeAgo(Math.max(...successes), now)}` : 'never read';
  const problems = failing.map((name) => ({
    name: name.replace(/^poll-/, ''),
    text: `${told(name) ? words(told(name)) : all[name].error} (last read: ${timeAgo(all[name].lastSuccessAt ?? '', now) || 'never'})`,
  }));
  // nothing is broken: the number is not for this sign-in, or the channel has none
  const refused = names.filter((name) => all[name].refusal).map((name) => all[name].refusal);
  return failing.length === 0
    ? line('ok', 'Numbers are up to date', [read, ...refused].join(' · '))
    : line('bad', `${failing.length} of ${plural(names.length, 'number')} cannot be read`, [read, ...refused].join(' · '), problems);
}

function stream(sse) {
  if (!sse) return null;
  const details = [
    `${plural(sse.published, 'message')} sent`,
    sse.cut > 0 ? `${formatNumber(sse.cut)} too slow and cut off` : null,
    sse.refused > 0 ? `${formatNumber(sse.refused)} refused` : null,
  ];
  return line('ok', `${plural(sse.clients, 'client')} on the stream`, details.filter(Boolean).join(' · '));
}

function routes(all, now) {
  if (!all) return null;
  if (all.length === 0) return line('bad', 'No routes are running');
  const down = all.filter((route) => route.state !== 'Started');
  const problems = all
    .filter((route) => route.state !== 'Started' || route.lastError)
    .map((route) => ({ name: route.file ?? route.id, text: routeProblem(route, now) }));
  const title =
    problems.length === 0
      ? `${plural(all.length, 'route')} running`
      : `${problems.length} of ${plural(all.length, 'route')} with errors`;
  return line(down.length > 0 ? 'bad' : problems.length > 0 ? 'wait' : 'ok', title, '', problems);
}

/** Only when there is something to say: edits that were not taken over, and what runs instead. */
function routeFiles(all) {
  const waiting = (all ?? []).filter((file) => file.state === 'staged');
  const refused = (all ?? []).filter((file) => file.problems.length > 0);
  if (refused.length > 0) {
    return line(
      'bad',
      `${plural(refused.length, 'edited route file')} not taken over`,
      '',
      refused.map((file) => ({
        name: file.file,
        text: [...file.problems, file.version ? `version ${file.version} runs on` : 'nothing of it runs'].join(' · '),
      })),
    );
  }
  if (waiting.length > 0) {
    return line('wait', `${plural(waiting.length, 'edited route file')} waiting until the stream ends`);
  }
  return null;
}

function routeProblem(route, now) {
  const parts = [
    route.state === 'Started' ? route.id : `${route.id} is ${String(route.state).toLowerCase()}`,
    route.lastError,
    route.lastErrorAt ? timeAgo(route.lastErrorAt, now) : null,
  ];
  return parts.filter(Boolean).join(' · ');
}
