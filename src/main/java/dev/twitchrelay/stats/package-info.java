/**
 * How polls and events become one set of totals. Pure arithmetic: knows neither HTTP nor routes.
 */
package dev.twitchrelay.stats;
