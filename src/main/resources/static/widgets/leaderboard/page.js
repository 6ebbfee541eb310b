import { LeaderboardWidget } from './leaderboard-widget.js';

LeaderboardWidget.register();
