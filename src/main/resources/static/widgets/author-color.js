/** The color of a user in the chat, but not the lightness and chroma that the panel or a screen cannot show. */
export const AUTHOR_COLOR =
  'oklch(from var(--author) clamp(var(--widget-author-least, 0.78), l, var(--widget-author-most, 0.95)) min(c, 0.17) h)';
