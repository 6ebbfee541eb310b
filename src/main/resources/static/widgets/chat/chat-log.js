/**
 * The lines of a chat that are shown. No DOM, no clock of its own.
 *
 *   an event                                | does
 *   ----------------------------------------+---------------------------------------------------
 *   channel.chat.message                    | a new line; the oldest leaves where there are too many
 *   … of a hidden user, or a hidden command | nothing
 *   channel.chat.message_delete             | takes this line away
 *   channel.chat.clear_user_messages        | takes this user's lines away (a ban or a timeout)
 *   channel.chat.clear                      | takes all lines away
 *
 * A deleted text is also deleted where another line replies to it: a reply shows the text once more.
 */
import { lineOf, textOf } from './chat-line.js';

const MESSAGE = 'channel.chat.message';
const CLEAR = 'channel.chat.clear';
const CLEAR_USER = 'channel.chat.clear_user_messages';
const DELETE = 'channel.chat.message_delete';

export const TYPES = [MESSAGE, DELETE, CLEAR_USER, CLEAR];

export class ChatLog {
  #lines = [];
  #most;
  #fade;
  #hidden;
  #commands;

  /**
   * @param {number} most lines
   * @param {number} fade milliseconds after which a line leaves; Infinity is never
   * @param {string[]} hidden names of users
   * @param {boolean} commands whether messages that begin with ! are shown
   */
  constructor({ most, fade, hidden, commands }) {
    this.#most = most;
    this.#fade = fade;
    this.#hidden = new Set(hidden.map((name) => name.toLowerCase()));
    this.#commands = commands;
  }

  /** A message of the stream. @returns {boolean} whether it was one about the chat */
  heard({ event, data }, now) {
    switch (event) {
      case MESSAGE:
        this.#add(data, now);
        return true;
      case DELETE:
        this.#take((line) => line.id === data?.message_id, (reply) => reply.id === data?.message_id);
        return true;
      case CLEAR_USER:
        this.#take((line) => line.user === data?.target_user_id, (reply) => reply.user === data?.target_user_id);
        return true;
      case CLEAR:
        this.#lines = [];
        return true;
      default:
        return false;
    }
  }

  /** @returns {import('./chat-line.js').Line[]} what is shown now, oldest first; the same object while it is the same line */
  at(now) {
    this.#lines = this.#lines.filter(({ until }) => until > now);
    return this.#lines.map(({ line }) => line);
  }

  /** When a line leaves next by itself; Infinity if none does. */
  get nextAt() {
    return this.#lines[0]?.until ?? Infinity;
  }

  #add(data, now) {
    const line = lineOf(data);
    if (line === null || this.#hidden.has(line.name.toLowerCase())) return;
    if (this.#hidden.has(String(data.chatter_user_login).toLowerCase())) return;
    if (!this.#commands && textOf(line).startsWith('!')) return;
    const parent = { id: data.reply?.parent_message_id, user: data.reply?.parent_user_id };
    this.#lines.push({ line, parent, until: now + this.#fade });
    if (this.#lines.length > this.#most) this.#lines.shift();
  }

  #take(isIt, isReplyToIt) {
    this.#lines = this.#lines
      .filter(({ line }) => !isIt(line))
      .map((entry) => (entry.line.reply && isReplyToIt(entry.parent) ? withoutReply(entry) : entry));
  }
}

const withoutReply = (entry) => ({ ...entry, line: { ...entry.line, reply: null } });
