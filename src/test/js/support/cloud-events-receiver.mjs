/**
 * Receives webhooks with the SDKs of CloudEvents and Standard Webhooks. Prints its port, and then a line of JSON for each request.
 *
 * node cloud-events-receiver.mjs NODE_MODULES SECRET
 */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const [modules, secret] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { HTTP } = require('cloudevents');
const { Webhook } = require('standardwebhooks');
const webhook = new Webhook(secret);

const server = createServer(async (request, response) => {
  const body = await text(request);
  const mode = request.url.slice(1);
  try {
    webhook.verify(body, request.headers);
    const event = HTTP.toEvent({ headers: request.headers, body });
    event.validate();
    console.log(JSON.stringify({ mode, event }));
  } catch (fault) {
    console.log(JSON.stringify({ mode, fault: String(fault), headers: request.headers, body }));
  }
  response.writeHead(204).end();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
