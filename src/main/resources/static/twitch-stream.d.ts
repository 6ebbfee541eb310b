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

/** Id, login name and display name of a user or a channel: `Named<'user'>` has `user_id`, `user_login` and `user_name`. */
type Named<Prefix extends string, Value = string> = { [Key in `${Prefix}_${'id' | 'login' | 'name'}`]: Value };

// The types from here to the next line of slashes are written from the schemas.

export type Tier = '1000' | '2000' | '3000' | (string & {});

export type Emote = {
  id: string;
  name?: string;
  emote_set_id?: string | null;
  owner_id?: string | null;
  format?: string[] | null;
};

export type Cheermote = {
  prefix: string;
  bits: number;
  tier: number;
};

export type Mention = Named<'user'>;

export type Fragment = {
  type?: 'text' | 'cheermote' | 'emote' | 'mention' | (string & {});
  text: string;
  cheermote?: Cheermote | null;
  emote?: Emote | null;
  mention?: Mention | null;
};

export type Said = {
  text: string;
  fragments?: Fragment[] | null;
};

export type SaidWithId = {
  message_id?: string;
  text: string;
  fragments?: Fragment[] | null;
};

export type PlacedEmote = {
  begin: number;
  end: number;
  id: string;
};

export type SaidWithEmotes = {
  text: string;
  emotes?: PlacedEmote[] | null;
};

export type Whisper = {
  text: string;
};

export type Badge = {
  set_id: string;
  id: string;
  info: string;
};

export type Cheer = {
  bits: number;
};

export type Reply = Named<'parent_user'> & Named<'thread_user'> & {
  parent_message_id: string;
  parent_message_body: string;
  thread_message_id: string;
};

export type Boundary = {
  start_pos: number;
  end_pos: number;
};

export type AutomodReason = {
  category: string;
  level: number;
  boundaries: Boundary[] | null;
};

export type FoundTerm = Named<'owner_broadcaster_user'> & {
  term_id: string;
  boundary: Boundary;
};

export type BlockedTermReason = {
  terms_found: FoundTerm[];
};

export type AutomodLevels = Named<'broadcaster_user'> & Named<'moderator_user'> & {
  bullying: number | null;
  overall_level: number | null;
  disability: number | null;
  race_ethnicity_or_religion: number | null;
  misogyny: number | null;
  sexuality_sex_or_gender: number | null;
  aggression: number | null;
  sex_based_terms: number | null;
  swearing: number | null;
};

export type Limit = {
  is_enabled: boolean;
  value: number;
};

export type Cooldown = {
  is_enabled: boolean;
  seconds: number;
};

export type Image = {
  url_1x: string;
  url_2x: string;
  url_4x: string;
};

export type RedeemedReward = {
  id: string;
  title: string;
  cost: number;
  prompt: string;
};

export type AutomaticReward1 = {
  type: string;
  cost: number;
  unlocked_emote?: Emote | null;
};

export type AutomaticReward2 = {
  type: string;
  channel_points: number;
  emote?: Emote | null;
};

export type PowerUp = {
  type: 'message_effect' | 'celebration' | 'gigantify_an_emote' | (string & {});
  emote?: Emote | null;
  message_effect_id?: string | null;
};

export type CustomPowerUp = {
  title: string;
  reward_id: string;
};

export type RedeemedPowerUp = {
  id: string;
  title: string;
  bits: number;
  prompt?: string | null;
};

export type Money = {
  value: number;
  decimal_places: number;
  currency: string;
};

export type NoticeMoney = {
  value: number;
  decimal_place?: number;
  decimal_places?: number;
  currency: string;
};

export type Contribution = Named<'user'> & {
  type: 'bits' | 'subscription' | 'other' | (string & {});
  total: number;
};

export type Channel = Named<'broadcaster_user'>;

export type Choice = {
  id: string;
  title: string;
  bits_votes?: number | null;
  channel_points_votes?: number | null;
  votes?: number | null;
};

export type Voting = {
  is_enabled: boolean;
  amount_per_vote: number;
};

export type Predictor = Named<'user'> & {
  channel_points_won?: number | null;
  channel_points_used: number;
};

export type Outcome = {
  id: string;
  title: string;
  color: 'pink' | 'blue' | (string & {});
  users?: number | null;
  channel_points?: number | null;
  top_predictors?: Predictor[] | null;
};

export type Person = Named<'user'>;

export type FollowerLimit = {
  follow_duration_minutes: number;
};

export type SlowLimit = {
  wait_time_seconds: number;
};

export type Banned = Named<'user'> & {
  reason?: string | null;
};

export type TimedOut = Named<'user'> & {
  reason?: string | null;
  expires_at: string;
};

export type RaidTarget = Named<'user'> & {
  viewer_count: number;
};

export type Deleted = Named<'user'> & {
  message_id: string;
  message_body: string;
};

export type ChangedTerms = {
  action: 'add' | 'remove' | (string & {});
  list: 'blocked' | 'permitted' | (string & {});
  terms: string[];
  from_automod: boolean;
};

export type UnbanAnswer = Named<'user'> & {
  is_approved: boolean;
  moderator_message: string | null;
};

export type Warned = Named<'user'> & {
  reason?: string | null;
  chat_rules_cited?: string[] | null;
};

export type NoticeSub = {
  sub_tier: Tier;
  is_prime: boolean;
  duration_months: number;
};

export type NoticeResub = Partial<Named<'gifter_user', string | null>> & {
  cumulative_months: number;
  duration_months: number;
  streak_months?: number | null;
  sub_tier?: Tier;
  is_prime?: boolean | null;
  is_gift: boolean;
  gifter_is_anonymous?: boolean | null;
};

export type NoticeSubGift = Named<'recipient_user'> & {
  duration_months: number;
  cumulative_total?: number | null;
  sub_tier: Tier;
  community_gift_id?: string | null;
};

export type NoticeCommunitySubGift = {
  id: string;
  total: number;
  sub_tier: Tier;
  cumulative_total?: number | null;
};

export type NoticeGiftPaidUpgrade = Partial<Named<'gifter_user', string | null>> & {
  gifter_is_anonymous: boolean;
};

export type NoticePayItForward = Partial<Named<'gifter_user', string | null>> & Partial<Named<'recipient_user', string | null>> & {
  gifter_is_anonymous: boolean;
};

export type NoticePrimePaidUpgrade = {
  sub_tier: Tier;
};

export type NoticeRaid = Named<'user'> & {
  viewer_count: number;
  profile_image_url: string;
};

export type NoticeAnnouncement = {
  color: string;
  is_source_only?: boolean | null;
};

export type NoticeBitsBadgeTier = {
  tier: number;
};

export type NoticeCharityDonation = {
  charity_name: string;
  amount: NoticeMoney;
};

export type NoticeWatchStreak = {
  streak_count: number;
  channel_points_awarded: number;
};

export type NoticeModiversary = {
  months: number;
};

/** Twitch's event objects, unchanged, by event type. Twitch adds members without notice. */
export interface Events {
  /** A viewer follows the channel. */
  'channel.follow': Named<'user'> & Named<'broadcaster_user'> & {
    followed_at: string;
  };
  /** A viewer subscribes for the first time, or receives a gifted subscription. A gift of several subscriptions is one event for each recipient. */
  'channel.subscribe': Named<'user'> & Named<'broadcaster_user'> & {
    tier: Tier;
    is_gift: boolean;
  };
  /** A viewer gives subscriptions to others. The user is null for an anonymous gift. */
  'channel.subscription.gift': Named<'user', string | null> & Named<'broadcaster_user'> & {
    total: number;
    tier: Tier;
    cumulative_total: number | null;
    is_anonymous: boolean;
  };
  /** A viewer cheers with bits in chat. The user is null for an anonymous cheer. */
  'channel.cheer': Named<'user', string | null> & Named<'broadcaster_user'> & {
    is_anonymous: boolean;
    message: string;
    bits: number;
  };
  /** A channel raids another channel. */
  'channel.raid': Named<'from_broadcaster_user'> & Named<'to_broadcaster_user'> & {
    viewers: number;
  };
  /** The stream starts. */
  'stream.online': Named<'broadcaster_user'> & {
    id: string;
    type: 'live' | 'playlist' | 'watch_party' | 'premiere' | 'rerun' | (string & {});
    started_at: string;
  };
  /** The stream ends. The id is the id of the stream; Twitch sends it since June 2026. */
  'stream.offline': Named<'broadcaster_user'> & {
    id?: string;
  };
  /** AutoMod holds a message in chat until a moderator decides. */
  'automod.message.hold': (Named<'broadcaster_user'> & Named<'user'> & {
    message_id: string;
    message: Said | string;
    category: string;
    level: number;
    held_at: string;
    fragments?: Record<string, unknown> | null;
  }) | (Named<'broadcaster_user'> & Named<'user'> & {
    message_id: string;
    message: Said;
    reason: 'automod' | 'blocked_term' | (string & {});
    automod?: AutomodReason | null;
    blocked_term?: BlockedTermReason | null;
    held_at: string;
  });
  /** A moderator decided on a message that AutoMod held, or nobody did in time. */
  'automod.message.update': (Named<'broadcaster_user'> & Named<'user'> & Named<'moderator_user', string | null> & {
    message_id: string;
    message: Said | string;
    category: string;
    level: number;
    held_at: string;
    fragments?: Record<string, unknown> | null;
    status: 'approved' | 'denied' | 'expired' | (string & {});
  }) | (Named<'broadcaster_user'> & Named<'user'> & Named<'moderator_user', string | null> & {
    message_id: string;
    message: Said;
    reason: 'automod' | 'blocked_term' | (string & {});
    automod?: AutomodReason | null;
    blocked_term?: BlockedTermReason | null;
    held_at: string;
    status: 'approved' | 'denied' | 'expired' | (string & {});
  });
  /** The levels of AutoMod change. The overall level is null when the levels are set one by one. */
  'automod.settings.update': (Named<'broadcaster_user'> & Named<'moderator_user'> & {
    bullying: number | null;
    overall_level: number | null;
    disability: number | null;
    race_ethnicity_or_religion: number | null;
    misogyny: number | null;
    sexuality_sex_or_gender: number | null;
    aggression: number | null;
    sex_based_terms: number | null;
    swearing: number | null;
  }) | ({
    data: AutomodLevels[];
  });
  /** The blocked or permitted terms of AutoMod change. */
  'automod.terms.update': Named<'broadcaster_user'> & Named<'moderator_user'> & {
    action: 'add_permitted' | 'remove_permitted' | 'add_blocked' | 'remove_blocked' | (string & {});
    from_automod: boolean;
    terms: string[];
  };
  /** A commercial break starts. Twitch's own example writes the length and the flag as texts. */
  'channel.ad_break.begin': Named<'broadcaster_user'> & Partial<Named<'requester_user', string | null>> & {
    duration_seconds: number | string;
    started_at: string;
    is_automatic: boolean | string;
  };
  /** A viewer is banned, or timed out until a time. */
  'channel.ban': Named<'user'> & Named<'broadcaster_user'> & Named<'moderator_user'> & {
    reason: string;
    banned_at: string;
    ends_at: string | null;
    is_permanent: boolean;
  };
  /** A viewer is no longer banned or timed out. */
  'channel.unban': Named<'user'> & Named<'broadcaster_user'> & Named<'moderator_user'>;
  /** A viewer uses bits: a cheer, or a power-up. */
  'channel.bits.use': Named<'broadcaster_user'> & Named<'user'> & {
    bits: number;
    type: 'cheer' | 'power_up' | 'custom_power_up' | (string & {});
    message?: Said | null;
    power_up?: PowerUp | null;
    custom_power_up?: CustomPowerUp | null;
  };
  /** A viewer redeems one of Twitch's own rewards for channel points. */
  'channel.channel_points_automatic_reward_redemption.add': (Named<'broadcaster_user'> & Named<'user'> & {
    id: string;
    reward: AutomaticReward1;
    message?: SaidWithEmotes | null;
    user_input?: string | null;
    redeemed_at: string;
  }) | (Named<'broadcaster_user'> & Named<'user'> & {
    id: string;
    reward: AutomaticReward2;
    message?: Said | null;
    redeemed_at: string;
  });
  /** The channel has a new reward for channel points. */
  'channel.channel_points_custom_reward.add': Named<'broadcaster_user'> & {
    id: string;
    is_enabled: boolean;
    is_paused: boolean;
    is_in_stock: boolean;
    title: string;
    cost: number;
    prompt: string;
    is_user_input_required: boolean;
    should_redemptions_skip_request_queue: boolean;
    max_per_stream?: Limit | null;
    max_per_user_per_stream?: Limit | null;
    background_color: string;
    image?: Image | null;
    default_image?: Image | null;
    global_cooldown?: Cooldown | null;
    cooldown_expires_at?: string | null;
    redemptions_redeemed_current_stream?: number | null;
  };
  /** A reward for channel points changes. */
  'channel.channel_points_custom_reward.update': Events['channel.channel_points_custom_reward.add'];
  /** A reward for channel points is removed. */
  'channel.channel_points_custom_reward.remove': Events['channel.channel_points_custom_reward.add'];
  /** A viewer redeems one of the channel's rewards for channel points. */
  'channel.channel_points_custom_reward_redemption.add': Named<'broadcaster_user'> & Named<'user'> & {
    id: string;
    user_input: string;
    status: 'unfulfilled' | 'fulfilled' | 'canceled' | 'unknown' | (string & {});
    reward: RedeemedReward;
    redeemed_at: string;
  };
  /** The broadcaster fulfills or cancels a redemption. */
  'channel.channel_points_custom_reward_redemption.update': Events['channel.channel_points_custom_reward_redemption.add'];
  /** A viewer donates to the charity campaign. */
  'channel.charity_campaign.donate': Named<'broadcaster_user'> & Named<'user'> & {
    id: string;
    campaign_id: string;
    charity_name: string;
    charity_description?: string;
    charity_logo?: string;
    charity_website?: string;
    amount: Money;
  };
  /** A charity campaign starts. Twitch's documents name the broadcaster in two ways. */
  'channel.charity_campaign.start': Partial<Named<'broadcaster'>> & Partial<Named<'broadcaster_user'>> & {
    id: string;
    charity_name: string;
    charity_description?: string;
    charity_logo?: string;
    charity_website?: string;
    current_amount: Money;
    target_amount: Money;
    started_at: string;
  };
  /** A charity campaign makes progress. It may come before the start. */
  'channel.charity_campaign.progress': Partial<Named<'broadcaster'>> & Partial<Named<'broadcaster_user'>> & {
    id: string;
    charity_name: string;
    charity_description?: string;
    charity_logo?: string;
    charity_website?: string;
    current_amount: Money;
    target_amount: Money;
  };
  /** A charity campaign ends. */
  'channel.charity_campaign.stop': Partial<Named<'broadcaster'>> & Partial<Named<'broadcaster_user'>> & {
    id: string;
    charity_name: string;
    charity_description?: string;
    charity_logo?: string;
    charity_website?: string;
    current_amount: Money;
    target_amount: Money;
    stopped_at: string;
  };
  /** A moderator removes all messages from chat. */
  'channel.chat.clear': Named<'broadcaster_user'>;
  /** A moderator removes all messages of one user from chat. */
  'channel.chat.clear_user_messages': Named<'broadcaster_user'> & Named<'target_user'>;
  /** Somebody writes in chat. In a shared chat, the source is the other channel in which the message was written. */
  'channel.chat.message': Named<'broadcaster_user'> & Named<'chatter_user'> & Partial<Named<'source_broadcaster_user', string | null>> & {
    message_id: string;
    message: Said;
    message_type?: 'text' | 'channel_points_highlighted' | 'channel_points_sub_only' | 'user_intro' | 'power_ups_message_effect' | 'power_ups_gigantified_emote' | (string & {});
    badges?: Badge[] | null;
    cheer?: Cheer | null;
    color?: string | null;
    reply?: Reply | null;
    channel_points_custom_reward_id?: string | null;
    channel_points_animation_id?: string | null;
    source_message_id?: string | null;
    source_badges?: Badge[] | null;
    is_source_only?: boolean | null;
  };
  /** A moderator removes a message from chat. */
  'channel.chat.message_delete': Named<'broadcaster_user'> & Named<'target_user'> & {
    message_id: string;
  };
  /** Chat shows a notice, such as a subscription, a raid or a watch streak. The member named like the notice_type is set, and its neighbors are null. */
  'channel.chat.notification': Named<'broadcaster_user'> & Named<'chatter_user', string | null> & Partial<Named<'source_broadcaster_user', string | null>> & {
    chatter_is_anonymous: boolean;
    color?: string | null;
    badges?: Badge[] | null;
    system_message: string;
    message_id: string;
    message: Said;
    notice_type: 'sub' | 'resub' | 'sub_gift' | 'community_sub_gift' | 'gift_paid_upgrade' | 'prime_paid_upgrade' | 'raid' | 'unraid' | 'pay_it_forward' | 'announcement' | 'bits_badge_tier' | 'charity_donation' | 'watch_streak' | 'modiversary' | 'shared_chat_sub' | 'shared_chat_resub' | 'shared_chat_sub_gift' | 'shared_chat_community_sub_gift' | 'shared_chat_gift_paid_upgrade' | 'shared_chat_prime_paid_upgrade' | 'shared_chat_raid' | 'shared_chat_pay_it_forward' | 'shared_chat_announcement' | 'shared_chat_modiversary' | 'unknown' | (string & {});
    sub?: NoticeSub | null;
    resub?: NoticeResub | null;
    sub_gift?: NoticeSubGift | null;
    community_sub_gift?: NoticeCommunitySubGift | null;
    gift_paid_upgrade?: NoticeGiftPaidUpgrade | null;
    prime_paid_upgrade?: NoticePrimePaidUpgrade | null;
    pay_it_forward?: NoticePayItForward | null;
    raid?: NoticeRaid | null;
    unraid?: Record<string, unknown> | null;
    announcement?: NoticeAnnouncement | null;
    bits_badge_tier?: NoticeBitsBadgeTier | null;
    charity_donation?: NoticeCharityDonation | null;
    watch_streak?: NoticeWatchStreak | null;
    modiversary?: NoticeModiversary | null;
    shared_chat_sub?: NoticeSub | null;
    shared_chat_resub?: NoticeResub | null;
    shared_chat_sub_gift?: NoticeSubGift | null;
    shared_chat_community_sub_gift?: NoticeCommunitySubGift | null;
    shared_chat_gift_paid_upgrade?: NoticeGiftPaidUpgrade | null;
    shared_chat_prime_paid_upgrade?: NoticePrimePaidUpgrade | null;
    shared_chat_pay_it_forward?: NoticePayItForward | null;
    shared_chat_raid?: NoticeRaid | null;
    shared_chat_announcement?: NoticeAnnouncement | null;
    shared_chat_modiversary?: NoticeModiversary | null;
    source_message_id?: string | null;
    source_badges?: Badge[] | null;
    is_source_only?: boolean | null;
  };
  /** The settings of the chat change. The times are null while their mode is off. */
  'channel.chat_settings.update': Named<'broadcaster_user'> & {
    emote_mode: boolean;
    follower_mode: boolean;
    follower_mode_duration_minutes?: number | null;
    slow_mode: boolean;
    slow_mode_wait_time_seconds?: number | null;
    subscriber_mode: boolean;
    unique_chat_mode: boolean;
  };
  /** A message of the signed-in user is held by AutoMod. */
  'channel.chat.user_message_hold': Named<'broadcaster_user'> & Named<'user'> & {
    message_id: string;
    message: Said;
  };
  /** A moderator decided on a held message of the signed-in user. */
  'channel.chat.user_message_update': Named<'broadcaster_user'> & Named<'user'> & {
    status: 'approved' | 'denied' | 'invalid' | (string & {});
    message_id: string;
    message: Said;
  };
  /** A viewer uses one of the channel's own power-ups. */
  'channel.custom_power_up_redemption.add': Named<'broadcaster_user'> & Named<'user'> & {
    id: string;
    user_input?: string | null;
    status: 'unfulfilled' | 'fulfilled' | 'canceled' | 'unknown' | (string & {});
    custom_power_up: RedeemedPowerUp;
    redeemed_at: string;
  };
  /** A goal of the channel begins. */
  'channel.goal.begin': Named<'broadcaster_user'> & {
    id: string;
    type: 'follow' | 'subscription' | 'subscription_count' | 'new_subscription' | 'new_subscription_count' | 'new_bit' | 'new_cheerer' | (string & {});
    description: string;
    current_amount: number;
    target_amount: number;
    started_at: string;
  };
  /** A goal of the channel moves, in either direction. */
  'channel.goal.progress': Events['channel.goal.begin'];
  /** A goal of the channel ends. */
  'channel.goal.end': Named<'broadcaster_user'> & {
    id: string;
    type: 'follow' | 'subscription' | 'subscription_count' | 'new_subscription' | 'new_subscription_count' | 'new_bit' | 'new_cheerer' | (string & {});
    description: string;
    current_amount: number;
    target_amount: number;
    started_at: string;
    is_achieved: boolean;
    ended_at: string;
  };
  /** A Guest Star session begins. */
  'channel.guest_star_session.begin': Named<'broadcaster_user'> & Partial<Named<'moderator_user', string | null>> & {
    session_id: string;
    started_at: string;
  };
  /** A Guest Star session ends. */
  'channel.guest_star_session.end': Named<'broadcaster_user'> & Partial<Named<'moderator_user', string | null>> & Partial<Named<'host_user', string | null>> & {
    session_id: string;
    started_at: string;
    ended_at: string;
  };
  /** A guest or a slot of a Guest Star session changes. The guest is null for an empty slot. */
  'channel.guest_star_guest.update': Named<'broadcaster_user'> & Partial<Named<'moderator_user', string | null>> & Partial<Named<'guest_user', string | null>> & Partial<Named<'host_user', string | null>> & {
    session_id: string;
    slot_id?: string | null;
    state?: 'invited' | 'accepted' | 'ready' | 'backstage' | 'live' | 'removed' | (string & {}) | null;
    host_video_enabled?: boolean | null;
    host_audio_enabled?: boolean | null;
    host_volume?: number | null;
  };
  /** The settings of Guest Star change. */
  'channel.guest_star_settings.update': Named<'broadcaster_user'> & {
    is_moderator_send_live_enabled: boolean;
    slot_count: number;
    is_browser_source_audio_enabled: boolean;
    group_layout: 'tiled' | 'screenshare' | (string & {});
  };
  /** A hype train starts. */
  'channel.hype_train.begin': Named<'broadcaster_user'> & {
    id: string;
    total: number;
    progress: number;
    goal: number;
    level: number;
    top_contributions: Contribution[] | null;
    last_contribution?: Contribution | null;
    shared_train_participants?: Channel[] | null;
    is_shared_train?: boolean;
    is_golden_kappa_train?: boolean;
    type?: 'treasure' | 'golden_kappa' | 'regular' | (string & {});
    started_at: string;
    all_time_high_level?: number;
    all_time_high_total?: number;
    expires_at: string;
  };
  /** A hype train makes progress. */
  'channel.hype_train.progress': Named<'broadcaster_user'> & {
    id: string;
    total: number;
    progress: number;
    goal: number;
    level: number;
    top_contributions: Contribution[] | null;
    last_contribution?: Contribution | null;
    shared_train_participants?: Channel[] | null;
    is_shared_train?: boolean;
    is_golden_kappa_train?: boolean;
    type?: 'treasure' | 'golden_kappa' | 'regular' | (string & {});
    started_at: string;
    expires_at: string;
  };
  /** A hype train ends. */
  'channel.hype_train.end': Named<'broadcaster_user'> & {
    id: string;
    total: number;
    level: number;
    top_contributions: Contribution[] | null;
    last_contribution?: Contribution | null;
    shared_train_participants?: Channel[] | null;
    is_shared_train?: boolean;
    is_golden_kappa_train?: boolean;
    type?: 'treasure' | 'golden_kappa' | 'regular' | (string & {});
    started_at: string;
    ended_at: string;
    cooldown_ends_at: string | null;
  };
  /** A moderator acts. The member named like the action is set, and its neighbors are null. */
  'channel.moderate': (Named<'broadcaster_user'> & Partial<Named<'source_broadcaster_user', string | null>> & Named<'moderator_user'> & {
    action: 'ban' | 'timeout' | 'unban' | 'untimeout' | 'clear' | 'emoteonly' | 'emoteonlyoff' | 'followers' | 'followersoff' | 'uniquechat' | 'uniquechatoff' | 'slow' | 'slowoff' | 'subscribers' | 'subscribersoff' | 'unraid' | 'delete' | 'unvip' | 'vip' | 'raid' | 'add_blocked_term' | 'add_permitted_term' | 'remove_blocked_term' | 'remove_permitted_term' | 'mod' | 'unmod' | 'approve_unban_request' | 'deny_unban_request' | 'warn' | 'shared_chat_ban' | 'shared_chat_timeout' | 'shared_chat_unban' | 'shared_chat_untimeout' | 'shared_chat_delete' | (string & {});
    followers?: FollowerLimit | null;
    slow?: SlowLimit | null;
    vip?: Person | null;
    unvip?: Person | null;
    mod?: Person | null;
    unmod?: Person | null;
    ban?: Banned | null;
    unban?: Person | null;
    timeout?: TimedOut | null;
    untimeout?: Person | null;
    raid?: RaidTarget | null;
    unraid?: Person | null;
    delete?: Deleted | null;
    automod_terms?: ChangedTerms | null;
    unban_request?: UnbanAnswer | null;
    shared_chat_ban?: Banned | null;
    shared_chat_unban?: Person | null;
    shared_chat_timeout?: TimedOut | null;
    shared_chat_untimeout?: Person | null;
    shared_chat_delete?: Deleted | null;
  }) | (Named<'broadcaster_user'> & Partial<Named<'source_broadcaster_user', string | null>> & Named<'moderator_user'> & {
    action: 'ban' | 'timeout' | 'unban' | 'untimeout' | 'clear' | 'emoteonly' | 'emoteonlyoff' | 'followers' | 'followersoff' | 'uniquechat' | 'uniquechatoff' | 'slow' | 'slowoff' | 'subscribers' | 'subscribersoff' | 'unraid' | 'delete' | 'unvip' | 'vip' | 'raid' | 'add_blocked_term' | 'add_permitted_term' | 'remove_blocked_term' | 'remove_permitted_term' | 'mod' | 'unmod' | 'approve_unban_request' | 'deny_unban_request' | 'warn' | 'shared_chat_ban' | 'shared_chat_timeout' | 'shared_chat_unban' | 'shared_chat_untimeout' | 'shared_chat_delete' | (string & {});
    followers?: FollowerLimit | null;
    slow?: SlowLimit | null;
    vip?: Person | null;
    unvip?: Person | null;
    mod?: Person | null;
    unmod?: Person | null;
    ban?: Banned | null;
    unban?: Person | null;
    timeout?: TimedOut | null;
    untimeout?: Person | null;
    raid?: RaidTarget | null;
    unraid?: Person | null;
    delete?: Deleted | null;
    automod_terms?: ChangedTerms | null;
    unban_request?: UnbanAnswer | null;
    shared_chat_ban?: Banned | null;
    shared_chat_unban?: Person | null;
    shared_chat_timeout?: TimedOut | null;
    shared_chat_untimeout?: Person | null;
    shared_chat_delete?: Deleted | null;
    warn?: Warned | null;
  });
  /** A user becomes a moderator. */
  'channel.moderator.add': Named<'user'> & Named<'broadcaster_user'>;
  /** A user is no longer a moderator. */
  'channel.moderator.remove': Named<'user'> & Named<'broadcaster_user'>;
  /** A poll starts. */
  'channel.poll.begin': Named<'broadcaster_user'> & {
    id: string;
    title: string;
    choices: Choice[];
    bits_voting?: Voting | null;
    channel_points_voting?: Voting | null;
    started_at: string;
    ends_at: string;
  };
  /** A poll has new votes. */
  'channel.poll.progress': Events['channel.poll.begin'];
  /** A poll ends. It ends again when it is archived. */
  'channel.poll.end': Named<'broadcaster_user'> & {
    id: string;
    title: string;
    choices: Choice[];
    bits_voting?: Voting | null;
    channel_points_voting?: Voting | null;
    started_at: string;
    status: 'completed' | 'archived' | 'terminated' | (string & {});
    ended_at: string;
  };
  /** A prediction starts. */
  'channel.prediction.begin': Named<'broadcaster_user'> & {
    id: string;
    title: string;
    outcomes: Outcome[];
    started_at: string;
    locks_at: string;
  };
  /** A prediction has new participants. */
  'channel.prediction.progress': Events['channel.prediction.begin'];
  /** A prediction takes no more participants. */
  'channel.prediction.lock': Named<'broadcaster_user'> & {
    id: string;
    title: string;
    outcomes: Outcome[];
    started_at: string;
    locked_at: string;
  };
  /** A prediction is decided or canceled. Without a winner, the id of the winner is null or empty. */
  'channel.prediction.end': Named<'broadcaster_user'> & {
    id: string;
    title: string;
    outcomes: Outcome[];
    started_at: string;
    winning_outcome_id?: string | null;
    status: 'resolved' | 'canceled' | (string & {});
    ended_at: string;
  };
  /** The channel joins a shared chat. */
  'channel.shared_chat.begin': Named<'broadcaster_user'> & Named<'host_broadcaster_user'> & {
    session_id: string;
    participants: Channel[];
  };
  /** Other channels join or leave the shared chat. */
  'channel.shared_chat.update': Events['channel.shared_chat.begin'];
  /** The channel leaves the shared chat. */
  'channel.shared_chat.end': Named<'broadcaster_user'> & Named<'host_broadcaster_user'> & {
    session_id: string;
  };
  /** A moderator switches shield mode on. */
  'channel.shield_mode.begin': Named<'broadcaster_user'> & Named<'moderator_user'> & {
    started_at: string;
  };
  /** A moderator switches shield mode off. */
  'channel.shield_mode.end': Named<'broadcaster_user'> & Named<'moderator_user'> & {
    ended_at: string;
  };
  /** The channel gives a shoutout to another channel. */
  'channel.shoutout.create': Named<'broadcaster_user'> & Named<'to_broadcaster_user'> & Named<'moderator_user'> & {
    viewer_count: number;
    started_at: string;
    cooldown_ends_at: string;
    target_cooldown_ends_at: string;
  };
  /** Another channel gives a shoutout to the channel. */
  'channel.shoutout.receive': Named<'broadcaster_user'> & Named<'from_broadcaster_user'> & {
    viewer_count: number;
    started_at: string;
  };
  /** A subscription ends. */
  'channel.subscription.end': Events['channel.subscribe'];
  /** A viewer tells a resubscription in chat. The streak is null when the viewer does not share it. */
  'channel.subscription.message': Named<'user'> & Named<'broadcaster_user'> & {
    tier: Tier;
    message: SaidWithEmotes;
    cumulative_months: number;
    streak_months: number | null;
    duration_months: number;
  };
  /** A suspicious user writes in chat. */
  'channel.suspicious_user.message': Named<'broadcaster_user'> & Named<'user'> & {
    low_trust_status: 'none' | 'active_monitoring' | 'restricted' | (string & {});
    shared_ban_channel_ids?: string[] | null;
    types?: string[] | null;
    ban_evasion_evaluation?: 'unknown' | 'possible' | 'likely' | (string & {}) | null;
    message: SaidWithId;
  };
  /** A moderator marks a user as suspicious, or removes the mark. */
  'channel.suspicious_user.update': Named<'broadcaster_user'> & Named<'moderator_user'> & Named<'user'> & {
    low_trust_status: 'none' | 'active_monitoring' | 'restricted' | (string & {});
  };
  /** A banned user asks for an end of the ban. Twitch's command line mock sends no id. */
  'channel.unban_request.create': Named<'broadcaster_user'> & Named<'user'> & {
    id?: string;
    text: string;
    created_at: string;
  };
  /** A moderator answers an unban request. Twitch's documents name the moderator in two ways. */
  'channel.unban_request.resolve': Named<'broadcaster_user'> & Partial<Named<'moderator', string | null>> & Partial<Named<'moderator_user', string | null>> & Named<'user'> & {
    id: string;
    resolution_text?: string | null;
    status: 'approved' | 'denied' | 'canceled' | (string & {});
  };
  /** The title, the category, the language or the labels of the channel change. */
  'channel.update': Named<'broadcaster_user'> & {
    title: string;
    language: string;
    category_id: string;
    category_name: string;
    content_classification_labels?: string[];
  };
  /** A user becomes a VIP. */
  'channel.vip.add': Named<'user'> & Named<'broadcaster_user'>;
  /** A user is no longer a VIP. */
  'channel.vip.remove': Named<'user'> & Named<'broadcaster_user'>;
  /** A user acknowledges a warning. */
  'channel.warning.acknowledge': Named<'broadcaster_user'> & Named<'user'>;
  /** A moderator warns a user. */
  'channel.warning.send': Named<'broadcaster_user'> & Named<'moderator_user'> & Named<'user'> & {
    reason?: string | null;
    chat_rules_cited?: string[] | null;
  };
  /** A user changes the account. The address needs the scope user:read:email. */
  'user.update': Named<'user'> & {
    email?: string;
    email_verified?: boolean;
    description: string;
  };
  /** The signed-in user receives a whisper. */
  'user.whisper.message': Named<'from_user'> & Named<'to_user'> & {
    whisper_id: string;
    whisper: Whisper;
  };
}

//////

export type KnownEventMessage = {
  [type in keyof Events]: { type: 'event'; event: type; data: Events[type]; origin?: Origin };
}[keyof Events];

/** A type that is newer than this file, or that a route makes up. */
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
