import { StatsWidget } from './stats-widget.js';

StatsWidget.register();
