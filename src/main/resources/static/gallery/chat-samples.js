/** Made-up chat messages for the preview of the chat. No DOM. */

const sample = (name, color, text, more = {}) => ({
  type: 'event',
  event: 'channel.chat.message',
  origin: 'test',
  data: {
    message_id: `sample-${name}`,
    chatter_user_id: name,
    chatter_user_login: name.toLowerCase(),
    chatter_user_name: name,
    color,
    badges: [],
    reply: null,
    message_type: 'text',
    message: { text, fragments: [{ type: 'text', text }] },
    ...more,
  },
});

export const CHAT_SAMPLES = [
  sample('Mossy_Kettle', '#1E90FF', 'good evening, harbour!', { badges: [{ set_id: 'subscriber', id: '12', info: '14' }] }),
  sample('LanternBay', '', 'that jump was close', { badges: [{ set_id: 'moderator', id: '1', info: '' }] }),
  sample('QuietFerry', '#0000FF', 'still here after all these months'),
  sample('TofuCommander', '#FF7F50', 'three tries left', {
    reply: { parent_message_id: 'sample-LanternBay', parent_user_name: 'LanternBay', parent_message_body: 'that jump was close' },
  }),
  sample('SeventeenFoxes', '#8A2BE2', 'hello from the night shift', { badges: [{ set_id: 'vip', id: '1', info: '' }] }),
];
