/** What was missed while nobody listened, found out by comparing. Knows neither HTTP nor routes. */
package dev.twitchrelay.recovery;
