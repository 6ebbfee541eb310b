import { AlertsWidget } from './alerts-widget.js';

AlertsWidget.register();
