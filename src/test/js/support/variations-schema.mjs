/** The JSON schema of a file of variations, made from the list of fields. Print it: node src/test/js/support/variations-schema.mjs */
import { pathToFileURL } from 'node:url';
import { FIELDS } from '../../../main/resources/static/widgets/alerts/variations.js';

const AMOUNT = '^\\d{1,9}(\\.\\d{1,2})?(\\+|-\\d{1,9}(\\.\\d{1,2})?)?$';

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
  const properties = Object.entries(FIELDS).map(([name, field]) => [name, { description: field.meaning, ...valueOf(field) }]);
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
