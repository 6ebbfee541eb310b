/** The kinds of events: the color and icon of each. The colors themselves are in theme.css, the words in kind-names.js. No DOM. */

/**
 * @typedef {object} Kind
 * @property {string} color the custom property of its color
 * @property {string} icon the path of a line icon, drawn on a grid of 24
 * @property {string} [like] the kind that it is shown with; options that are not set for this kind are those of that kind
 */

/** @type {Object<string, Kind>} */
export const KINDS = {
  follow: {
    color: '--relay-follow',
    icon: 'M12 20s-7.5-4.6-9-9.2C1.9 7.4 4.2 4.5 7.2 4.5c2 0 3.7 1.1 4.8 2.9 1.1-1.8 2.8-2.9 4.8-2.9 3 0 5.3 2.9 4.2 6.3-1.5 4.6-9 9.2-9 9.2z',
  },
  sub: {
    color: '--relay-sub',
    icon: 'M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z',
  },
  resub: {
    color: '--relay-sub',
    icon: 'M19.8 9A8.2 8.2 0 0 0 5.3 7.2M4.2 15a8.2 8.2 0 0 0 14.5 1.8M5 3v4.5h4.5M19 21v-4.5h-4.5M12 8.8l1 2 2.2.3-1.6 1.6.4 2.2-2-1-2 1 .4-2.2-1.6-1.6 2.2-.3z',
    like: 'sub',
  },
  gift: {
    color: '--relay-gift',
    icon: 'M4 11h16v9H4zM3 7h18v4H3zM12 7v13M12 7C9 7 7 6 7 4.5S9 2.5 10 3.5 12 7 12 7zM12 7c3 0 5-1 5-2.5s-2-2-3-1S12 7 12 7z',
  },
  cheer: {
    color: '--relay-cheer',
    icon: 'M6.5 4h11L21 9.5 12 20.5 3 9.5zM3 9.5h18M9 9.5l3 11 3-11',
  },
  raid: {
    color: '--relay-raid',
    icon: 'M8.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5c2.4.8 4 2.8 4 5.5',
  },
  online: {
    color: '--relay-live',
    icon: 'M12 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM8 16a5.7 5.7 0 0 1 0-8M16 8a5.7 5.7 0 0 1 0 8M5 19a9.9 9.9 0 0 1 0-14M19 5a9.9 9.9 0 0 1 0 14',
  },
  offline: { color: '--relay-offline', icon: 'M12 3v8M6.3 6.5a8 8 0 1 0 11.4 0' },
  power: {
    color: '--relay-cheer',
    icon: 'M12 3l7.5 9H15v8.5H9V12H4.5z',
  },
  streak: {
    color: '--relay-follow',
    icon: 'M12.5 3c.5 3.8 5.5 5.6 5.5 10.8a6 6 0 0 1-12 0c0-2.2 1.1-3.9 2.3-5 .2 1.6.9 2.6 2 3.1.1-3.4.6-6.6 2.2-8.9z',
  },
  points: {
    color: '--relay-live',
    icon: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5a4.5 4.5 0 0 1 4.5 4.5M12 7.5A4.5 4.5 0 1 0 16.5 12',
  },
  hype: {
    color: '--relay-raid',
    icon: 'M4 15V7h6v4h4V5h3v6l3 1v5H4zM7.5 20a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM16.5 20a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  },
  donation: {
    color: '--relay-gift',
    icon: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM14.8 9.2c-.5-1-1.5-1.5-2.8-1.5-1.6 0-2.8.8-2.8 2.1 0 3 5.6 1.4 5.6 4.4 0 1.3-1.2 2.1-2.8 2.1-1.3 0-2.3-.5-2.8-1.5M12 6v1.7M12 16.3V18',
  },
  other: { color: '--relay-other', icon: 'M13 3L5 13.5h6L10 21l8-10.5h-6z' },
};

/** @returns {string} CSS that gives each element with `data-kind` the color of its kind, as a custom property */
export function kindColors(property) {
  return Object.entries(KINDS)
    .map(([kind, { color }]) => `[data-kind='${kind}'] { ${property}: var(${color}); }`)
    .join('\n');
}
