import { LatestWidget } from './latest-widget.js';

LatestWidget.register();
