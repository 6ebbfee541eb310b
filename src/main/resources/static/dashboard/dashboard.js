/** The dashboard, alone and in a dock of OBS: brings its elements to life. */
import '../color-scheme.js';
import { AlertControl } from './alert-control.js';
import { EventFeed } from './event-feed.js';
import { GoalPanel } from './goal-panel.js';
import { LanguageChoice } from '../language-choice.js';
import { GoalWidget } from '../widgets/goal/goal-widget.js';
import { nameChannel } from './channel-name.js';
import { RelayHealth } from './relay-health.js';
import { SignInPanel } from './sign-in-panel.js';
import { StreamState } from '../stream-state.js';
import { TestButtons } from './test-buttons.js';
import { TwitchStats } from './twitch-stats.js';
import { ViewerChart } from './viewer-chart.js';

const ELEMENTS = [
  StreamState,
  LanguageChoice,
  SignInPanel,
  ViewerChart,
  TwitchStats,
  EventFeed,
  AlertControl,
  GoalWidget,
  GoalPanel,
  TestButtons,
  RelayHealth,
];
for (const element of ELEMENTS) element.register();
nameChannel();
