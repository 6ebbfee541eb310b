import { GoalWidget } from './goal-widget.js';

GoalWidget.register();
