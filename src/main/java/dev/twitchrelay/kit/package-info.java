/** What every package may use, because it would otherwise be written in each of them. Knows nobody. */
package dev.twitchrelay.kit;
