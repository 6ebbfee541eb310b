import { EventsWidget } from './events-widget.js';

EventsWidget.register();
