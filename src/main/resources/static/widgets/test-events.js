/** Test events are shown, so that a streamer sees how a widget looks, but only for a moment: on air they are false. */
export const TEST_SHOWN_FOR = 15_000;

export const isTest = ({ origin }) => origin === 'test';
