/** Explains the relay's status and names remedies, for the status itself, the dashboard and the commands. */
package dev.twitchrelay.diagnosis;
