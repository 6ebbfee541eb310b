/** The dashboard page: brings its elements to life and names the channel. */
import { AlertControl } from './alert-control.js';
import { EventFeed } from './event-feed.js';
import { GoalPanel } from './goal-panel.js';
import { GoalWidget } from '../widgets/goal/goal-widget.js';
import { PipelineTable } from './pipeline-table.js';
import { RelayHealth } from './relay-health.js';
import { watchStatus } from '../relay-status.js';
import { SignInPanel } from './sign-in-panel.js';
import { StreamState } from '../stream-state.js';
import { TestButtons } from './test-buttons.js';
import { TwitchStats } from './twitch-stats.js';
import { ViewerChart } from './viewer-chart.js';

const ELEMENTS = [
  StreamState,
  SignInPanel,
  ViewerChart,
  TwitchStats,
  EventFeed,
  AlertControl,
  GoalWidget,
  GoalPanel,
  RelayHealth,
  TestButtons,
  PipelineTable,
];
for (const element of ELEMENTS) element.register();

const channel = document.getElementById('channel');
watchStatus(({ status }) => {
  const name = status?.token?.channel ?? '';
  if (!name || channel?.textContent === name) return;
  if (channel) channel.textContent = name;
  document.title = `${name} · Twitch Relay`;
});
