/**
 * Reads an AsyncAPI document with the parser of AsyncAPI, and prints as JSON what the parser has to say of it and which messages
 * it found.
 *
 * node read-asyncapi.mjs NODE_MODULES ADDRESS
 */
import { createRequire } from 'node:module';

const [modules, address] = process.argv.slice(2);
const { Parser } = createRequire(`${modules}/`)('@asyncapi/parser');

const answer = await fetch(address);
const { document, diagnostics } = await new Parser().parse(await answer.text());
console.log(
  JSON.stringify({
    diagnostics: diagnostics.map(({ code, message, path }) => `${code} at ${path.join('.')}: ${message}`),
    version: document?.version(),
    messages: document?.allMessages().all().map((message) => message.id()) ?? [],
  }),
);
