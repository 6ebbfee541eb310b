/** The gallery page: a card for each widget, and the user's own widgets. */
import { relay } from '../address.js';
import { OwnWidgets } from './own-widgets.js';
import { StreamState } from '../stream-state.js';
import { WidgetCard } from './widget-card.js';
import { CATALOG } from './widget-catalog.js';

for (const element of [StreamState, WidgetCard, OwnWidgets, ...CATALOG.map((entry) => entry.element)]) element.register();

async function latestStats() {
  try {
    const { data } = await (await fetch(relay('api/twitch/stats'), { cache: 'no-store' })).json();
    return data ?? {};
  } catch {
    return {};
  }
}

const stats = await latestStats();
const place = document.getElementById('cards');
for (const entry of CATALOG) {
  const card = document.createElement(WidgetCard.tag);
  card.entry = entry;
  card.suggested = entry.suggest(stats);
  place.append(card);
}
