/** The JSON schema of a file of variations, made from the list of fields. Print it: node src/test/js/support/variations-schema.mjs */
import { pathToFileURL } from 'node:url';
import { FIELDS } from '../../../main/resources/static/widgets/alerts/variations.js';

const AMOUNT = '^\\d{1,9}(\\.\\d{1,2})?(\\+|-\\d{1,9}(\\.\\d{1,2})?)?$';

/** What editors show beside a field. */
const MEANINGS = {
  kind: 'the kinds of events; sub includes resubscriptions',
  amount: 'bits, gifts, viewers, months, streams, channel points, the level of a hype train, or a sum of money: 100, 100+ or 100-499',
  tier: 'the tier of a subscription or gift',
  months: 'all months of a resubscription: 12, 12+ or 12-23',
  streak: 'the months without a gap of a resubscription: 12, 12+ or 12-23',
  reward: 'the title of a reward of channel points',
  chance: 'in how many of a hundred cases it fits',
  text: 'the words, with placeholders such as {name}',
  picture: 'a file in the folder media, or none',
  sound: 'a sound of the relay, or a file in the folder media',
  volume: 'the loudness, in percent',
  seconds: 'how long the alert stays, in seconds',
  color: 'the color of icon and edge',
  'text-color': 'the color of the words',
  'panel-color': 'the color behind the words',
  layout: 'where the picture or icon stands',
  enter: 'how the alert comes',
  exit: 'how the alert goes',
};

function valueOf({ form }) {
  if (form.type === 'number') return { type: 'integer', minimum: form.min, maximum: form.max };
  if (form.type === 'choices') {
    return { anyOf: [{ enum: form.words }, { type: 'array', items: { enum: form.words }, minItems: 1, uniqueItems: true }] };
  }
  if (form.type === 'choice') return { enum: form.words.map((word) => (/^\d+$/.test(word) ? Number(word) : word)) };
  if (form.isRange) return { anyOf: [{ type: 'number', minimum: 0 }, { type: 'string', pattern: AMOUNT }] };
  if (form.type === 'text') return { type: 'string', maxLength: form.longest };
  return { type: 'string', minLength: 1 };
}

export function schema() {
  const properties = Object.entries(FIELDS).map(([name, field]) => [name, { description: MEANINGS[name], ...valueOf(field) }]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Variations of alerts: the first that fits an event is shown',
    type: 'object',
    required: ['variations'],
    properties: {
      $schema: { type: 'string' },
      variations: {
        type: 'array',
        items: { type: 'object', required: ['kind'], additionalProperties: false, properties: Object.fromEntries(properties) },
      },
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(JSON.stringify(schema(), null, 2));
