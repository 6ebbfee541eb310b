/** The gallery page: a card for each widget, a scene of several, and the user's own pictures, sounds and widgets. */
import '../color-scheme.js';
import { relay } from '../address.js';
import { LanguageChoice } from '../language-choice.js';
import { MediaFiles } from './media-files.js';
import { OwnWidgets } from './own-widgets.js';
import { SceneCanvas } from './scene-canvas.js';
import { SceneEditor } from './scene-editor.js';
import { StreamState } from '../stream-state.js';
import { VariationEditor } from './variation-editor.js';
import { WidgetCard } from './widget-card.js';
import { CATALOG } from './widget-catalog.js';
import { WidgetPreview } from './widget-preview.js';

const ELEMENTS = [StreamState, LanguageChoice, WidgetPreview, WidgetCard, SceneCanvas, SceneEditor, MediaFiles, VariationEditor, OwnWidgets];
for (const element of ELEMENTS) element.register();

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
const cards = new Map();
for (const entry of CATALOG) {
  const card = document.createElement(WidgetCard.tag);
  card.entry = entry;
  card.suggested = entry.suggest(stats);
  place.append(card);
  cards.set(entry.name, card);
}

const editor = document.createElement(SceneEditor.tag);
editor.optionsOf = (name) => cards.get(name).values;
place.after(editor);
