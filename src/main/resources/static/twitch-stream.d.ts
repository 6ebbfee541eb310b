/** Totals, never deltas. `viewers` is 0 while offline; what could not be read is 0, and /api/status says why. */
export interface Stats {
  live: boolean;
  viewers: number;
  followers: number;
  subs: number;
}

/** Absent on messages that come live from Twitch. */
export type Origin = 'test' | 'replay';

export interface StatsMessage {
  type: 'stats';
  data: Stats;
  origin?: Origin;
}

interface Broadcaster {
  broadcaster_user_id: string;
  broadcaster_user_login: string;
  broadcaster_user_name: string;
}

interface User {
  user_id: string;
  user_login: string;
  user_name: string;
}

/** Anonymous gifts and cheers have no user. */
type MaybeUser = { [key in keyof User]: string | null } & { is_anonymous: boolean };

export type Tier = '1000' | '2000' | '3000';

/** Twitch's event objects, unchanged, by subscription type. */
export interface Events {
  'channel.follow': User & Broadcaster & { followed_at: string };
  /** One per recipient as well, when subscriptions are gifted; `user` is the recipient then. */
  'channel.subscribe': User & Broadcaster & { tier: Tier; is_gift: boolean };
  'channel.subscription.gift': MaybeUser & Broadcaster & { total: number; tier: Tier; cumulative_total: number | null };
  /** A resubscription that its viewer tells in chat. `streak_months` is null where the viewer does not share it. */
  'channel.subscription.message': User &
    Broadcaster & {
      tier: Tier;
      message: { text: string; emotes: { begin: number; end: number; id: string }[] | null };
      cumulative_months: number;
      streak_months: number | null;
      duration_months: number;
    };
  'channel.cheer': MaybeUser & Broadcaster & { message: string; bits: number };
  'channel.raid': {
    from_broadcaster_user_id: string;
    from_broadcaster_user_login: string;
    from_broadcaster_user_name: string;
    to_broadcaster_user_id: string;
    to_broadcaster_user_login: string;
    to_broadcaster_user_name: string;
    viewers: number;
  };
  'stream.online': Broadcaster & { id: string; type: string; started_at: string };
  'stream.offline': Broadcaster;
}

export type KnownEventMessage = {
  [type in keyof Events]: { type: 'event'; event: type; data: Events[type]; origin?: Origin };
}[keyof Events];

/** Any other type that the relay's routes subscribe to. */
export interface OtherEventMessage {
  type: 'event';
  event: string & {};
  data: Record<string, unknown>;
  origin?: Origin;
}

export type EventMessage = KnownEventMessage | OtherEventMessage;

/**
 * How the connection to the relay is doing. `alone` when this page has a connection of its own because this browser
 * cannot share one: more than six such pages block each other.
 */
export type StreamState = { alone?: true } & StreamStatus;

type StreamStatus =
  | {
      status: 'live';
      /** Events missed while away that come now; "unknown" when the relay cannot tell: there may be a hole. */
      missed: number | 'unknown';
    }
  | {
      /** `connecting` until the first success, `reconnecting` ever after, `stale` once that has taken a minute. */
      status: 'connecting' | 'reconnecting' | 'stale';
      /** Why it is not live; absent while an attempt is under way. */
      reason?: string;
      /** Milliseconds from this message to the next attempt; absent while an attempt is under way. */
      retryIn?: number;
    };

/** An order of somebody who controls alerts. */
export interface AlertCommand {
  /** The relay's time in milliseconds since 1970. It names the order: each has a later one than the order before. */
  at: number;
  do: 'pause' | 'resume' | 'skip' | 'clear' | 'replay';
  /** The event that a `replay` shows, or whose alert a `skip` drops; a `skip` without it means the alert on air. */
  id?: string;
  /** Of a `clear`: the id of the latest message that it is meant for. */
  until?: string;
  /** Of a `replay`: the event. */
  message?: EventMessage;
}

/** The control of alerts. It comes at the start of a connection, and when it changes. */
export interface AlertControl {
  paused: boolean;
  /** Alerts make no sound. */
  muted: boolean;
  /** Whether alerts were paused before the first of the commands. */
  pausedBefore: boolean;
  /** The latest orders, oldest first. */
  commands: AlertCommand[];
}

/** Returns a function that ends the subscription. */
export function subscribe(kind: 'stats', fn: (message: StatsMessage, id: string) => void): () => void;
export function subscribe(kind: 'event', fn: (message: EventMessage, id: string) => void): () => void;
export function subscribe(kind: 'state', fn: (state: StreamState) => void): () => void;
export function subscribe(kind: 'alerts', fn: (control: AlertControl) => void): () => void;
