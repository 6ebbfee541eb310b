import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onCanvas, readScene, sceneQuery } from '../../main/resources/static/widgets/scene/scene.js';
import { sentenceOf } from '../../main/resources/static/words/hints.js';

const PLACES = [
  { widget: 'goal', box: [40, 880, 800, 180], values: { target: '500', label: '50% & more=?#🎉, "quoted".' } },
  { widget: 'goal', box: [1080, 880, 800, 180], values: { metric: 'subs' } },
  { widget: 'alerts', box: [620, 40, 690, 310], values: { 'follow-text': '{name} is in!' } },
];

test('what was composed is what the address gives back', () => {
  const query = sceneQuery(PLACES);

  assert.deepEqual(readScene(query), { places: PLACES, problems: [] });
  assert.ok(query.startsWith('?goal=40,880,800,180&goal.target=500&goal.label=50%25+'), query);
  assert.ok(query.includes('&goal-2=1080,880,800,180&goal-2.metric=subs&'), query);
});

test('an empty scene is no address and no problem', () => {
  assert.equal(sceneQuery([]), '');
  assert.deepEqual(readScene(''), { places: [], problems: [] });
});

for (const [query, sentence] of [
  ['gaol=0,0,10,10', 'There is no widget “gaol”; a scene has adbreak, alerts, chat, countdown, credits, events, goal, hypetrain, latest, leaderboard, stats, vote.'],
  ['goal=0,0,10', '“goal” must be x,y,width,height on 1920 × 1080, not “0,0,10”.'],
  ['goal=1900,0,100,10', '“goal” must be x,y,width,height on 1920 × 1080, not “1900,0,100,10”.'],
  ['goal=0,0,0,10', '“goal” must be x,y,width,height on 1920 × 1080, not “0,0,0,10”.'],
  ['stats=0,0,9,9&goal.target=5', '“goal.target” is for a widget that is not placed.'],
  ['constructor=0,0,9,9', 'There is no widget “constructor”; a scene has adbreak, alerts, chat, countdown, credits, events, goal, hypetrain, latest, leaderboard, stats, vote.'],
]) {
  test(`${query} is refused in one sentence`, () => {
    const { places, problems } = readScene(`?${query}`);

    assert.deepEqual(problems.map(sentenceOf), [sentence]);
    assert.equal(places.length, query.startsWith('stats') ? 1 : 0);
  });
}

test('a place never leaves the canvas', () => {
  assert.deepEqual(onCanvas([-5, 2000, 800, 180]), [0, 900, 800, 180]);
  assert.deepEqual(onCanvas([1900, 0, 5000, 0]), [0, 0, 1920, 1]);
  assert.deepEqual(onCanvas([Number.NaN, 1.6, 10, 10]), [0, 2, 10, 10]);
});

test('a scene has one language for all of its widgets', () => {
  const places = [{ widget: 'goal', box: [0, 0, 10, 10], values: { lang: 'de', target: '5' } }];

  assert.equal(sceneQuery(places, 'pl'), '?goal=0,0,10,10&goal.target=5&lang=pl');
  assert.deepEqual(readScene('?goal=0,0,10,10&lang=pl&goal.lang=de'), { places: [{ widget: 'goal', box: [0, 0, 10, 10], values: {} }], problems: [] });
});
