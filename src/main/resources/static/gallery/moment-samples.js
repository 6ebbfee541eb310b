/** Made-up hype trains, votes, ad breaks and goals for previews. Their times are from now on, whenever that is. No DOM. */

const soon = (seconds) => new Date(Date.now() + seconds * 1_000).toISOString();

const sample = (event, make) => ({
  type: 'event',
  event,
  origin: 'test',
  get data() {
    return make();
  },
});

const train = (step, level, progress, goal, more) =>
  sample(`channel.hype_train.${step}`, () => ({
    id: 'sample',
    type: 'regular',
    level,
    total: level * 1_000 + progress,
    progress,
    goal,
    top_contributions: [
      { user_name: 'Harbour_Cat', type: 'subscription', total: 2_500 },
      { user_name: 'TofuCommander', type: 'bits', total: 1_200 },
    ],
    started_at: soon(-60),
    ...more(),
  }));

export const TRAIN_SAMPLES = [
  train('begin', 1, 700, 1_600, () => ({ expires_at: soon(292) })),
  train('progress', 2, 400, 1_800, () => ({ expires_at: soon(274) })),
  train('progress', 3, 1_300, 2_100, () => ({ expires_at: soon(241) })),
  train('end', 3, 1_300, 2_100, () => ({ ended_at: soon(0) })),
];

const poll = (step, left, right, more) =>
  sample(`channel.poll.${step}`, () => ({
    id: 'sample',
    title: 'Where to next?',
    choices: [
      { id: '1', title: 'Left pier', votes: left },
      { id: '2', title: 'Right pier', votes: right },
      { id: '3', title: 'Up the lighthouse', votes: 4 },
    ],
    started_at: soon(-30),
    ...more(),
  }));

const prediction = (step, yes, no, more) =>
  sample(`channel.prediction.${step}`, () => ({
    id: 'sample',
    title: 'Will it rain before nine?',
    outcomes: [
      { id: '1', title: 'Yes', color: 'blue', channel_points: yes },
      { id: '2', title: 'No', color: 'pink', channel_points: no },
    ],
    started_at: soon(-30),
    ...more(),
  }));

export const VOTE_SAMPLES = [
  poll('progress', 12, 9, () => ({ ends_at: soon(58) })),
  poll('progress', 21, 17, () => ({ ends_at: soon(41) })),
  poll('end', 24, 31, () => ({ status: 'completed', ended_at: soon(0) })),
  prediction('progress', 1_680, 560, () => ({ locks_at: soon(80) })),
  prediction('lock', 4_200, 2_360, () => ({ locked_at: soon(0) })),
  prediction('end', 4_200, 2_360, () => ({ status: 'resolved', winning_outcome_id: '1', ended_at: soon(0) })),
];

export const AD_SAMPLES = [
  sample('channel.ad_break.begin', () => ({ duration_seconds: 90, started_at: soon(0) })),
];

export const GOAL_SAMPLES = [1_290, 1_310, 1_342].map((current) =>
  sample('channel.goal.progress', () => ({
    id: 'sample',
    type: 'follow',
    description: 'A new tripod',
    current_amount: current,
    target_amount: 1_500,
  })),
);
