import { ChatWidget } from './chat-widget.js';

ChatWidget.register();
