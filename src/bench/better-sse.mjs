// better-sse on node's http: one channel, as its README shows. node better-sse.mjs PORT
import {createServer} from 'node:http';
import {createRequire} from 'node:module';

const {createSession, createChannel} = createRequire(process.cwd() + '/')('better-sse');
const channel = createChannel();

createServer(async (request, response) => {
  if (request.method === 'POST') {
    let body = '';
    for await (const part of request) body += part;
    channel.broadcast(JSON.parse(body), 'message');
    response.writeHead(202).end();
    return;
  }
  channel.register(await createSession(request, response, {keepAlive: null}));
}).listen(Number(process.argv[2]), '127.0.0.1', 4096);
