/** The dashboard page: brings its elements to life and names the channel. */
import { EventFeed } from './event-feed.js';
import { RelayHealth } from './relay-health.js';
import { watchStatus } from './relay-status.js';
import { SignInPanel } from './sign-in-panel.js';
import { StreamState } from './stream-state.js';
import { TestButtons } from './test-buttons.js';
import { TwitchStats } from './twitch-stats.js';

for (const element of [StreamState, SignInPanel, TwitchStats, EventFeed, RelayHealth, TestButtons]) element.register();

const channel = document.getElementById('channel');
watchStatus(({ status }) => {
  const name = status?.token?.channel ?? '';
  if (!name || channel?.textContent === name) return;
  if (channel) channel.textContent = name;
  document.title = `${name} · Twitch Relay`;
});
