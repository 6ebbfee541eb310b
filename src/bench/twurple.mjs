// EventSub with Twurple, to clients with better-sse, as their documents show it. node twurple.mjs PORT TWITCH_PORT
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [port, twitch] = process.argv.slice(2).map(Number);
process.env.TWURPLE_MOCK_API_PORT = twitch;

const {resolve} = createRequire(process.cwd() + '/');
const load = name => import(pathToFileURL(resolve(name)));
const {createSession, createChannel} = await load('better-sse');
const {ApiClient} = await load('@twurple/api');
const {getRawData} = await load('@twurple/common');
const {EventSubWsListener} = await load('@twurple/eventsub-ws');

const user = '1337';
const token = {accessToken: 'bench', refreshToken: null, scope: ['user:read:chat'], expiresIn: null, obtainmentTimestamp: 0, userId: user};
const authProvider = {
  clientId: 'bench',
  getCurrentScopesForUser: () => token.scope,
  getAccessTokenForUser: async () => token,
  getAnyAccessToken: async () => token,
};

const channel = createChannel();
createServer(async (request, response) => {
  channel.register(await createSession(request, response, {keepAlive: null}));
}).listen(port, '127.0.0.1', 4096);

const listener = new EventSubWsListener({apiClient: new ApiClient({authProvider})});
listener.onChannelChatMessage(user, user, event =>
  channel.broadcast({type: 'event', event: 'channel.chat.message', data: getRawData(event)}, 'message'));
listener.start();
