/** The colors of users in the chat, as far as this page has heard them: Twitch tells a color with a chat message only. No DOM. */
const MOST = 1_000;
const TELLS = ['channel.chat.message', 'channel.chat.notification'];

export class NameColors {
  #colors = new Map(); // by the user's id; who wrote last is last

  /** Takes the color from a message of the stream, if it has one. */
  hear({ event, data }) {
    const { chatter_user_id: user, color } = data ?? {};
    if (!TELLS.includes(event) || typeof user !== 'string' || !/^#[0-9a-f]{6}$/i.test(color)) return;
    this.#colors.delete(user);
    this.#colors.set(user, color);
    if (this.#colors.size > MOST) this.#colors.delete(this.#colors.keys().next().value);
  }

  /** @param {Alert} alert. @returns {string | undefined} the color of its name; none where it tells several people */
  of({ data, others }) {
    const user = data.user_id ?? data.chatter_user_id ?? data.from_broadcaster_user_id;
    return others > 0 ? undefined : this.#colors.get(user);
  }
}
