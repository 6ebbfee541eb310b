/** Events for the preview of alerts that need event types beside those of the relay's routes. */
const SAMPLES = {
  'channel.channel_points_custom_reward_redemption.add': {
    user_name: 'PixelOtter',
    user_input: 'cheers!',
    reward: { title: 'Hydrate', cost: 300 },
  },
  'channel.bits.use': { user_name: 'TofuCommander', type: 'power_up', bits: 40 },
  'channel.chat.notification': {
    chatter_user_name: 'QuietFerry',
    notice_type: 'watch_streak',
    watch_streak: { streak_count: 7 },
    message: { text: 'a whole week!' },
  },
  'channel.hype_train.begin': { level: 2 },
  'kofi.donation': { user_name: 'LanternBay', text: 'gave 5.00 EUR on Ko-fi', message: 'for the cat', amount: '5.00', currency: 'EUR' },
  'shop.order': { user_name: 'Mossy_Kettle', text: 'bought a shirt' },
};

export const ALERT_SAMPLES = Object.entries(SAMPLES).map(([event, data]) => ({ type: 'event', event, data, origin: 'test' }));
