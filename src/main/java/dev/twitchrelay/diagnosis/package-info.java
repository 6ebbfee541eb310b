/** What the relay's status means and what to do about it, for the status itself, the dashboard and the commands. */
package dev.twitchrelay.diagnosis;
