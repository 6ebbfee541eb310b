/**
 * Small parts that several packages need. Every package may use them. They use no other package of the relay.
 *
 * <ul>
 *   <li>{@code Backoff}: how the pause between attempts grows, and how it is spread by chance
 *   <li>{@code Pause}: when a pause is over although somebody has set the clock
 *   <li>{@code ClientAddress}: which addresses count as the same address: for IPv6 a whole network
 *   <li>{@code EventHeaders}: which headers stay with a message, and which of them no peer gets or sets; their
 *       largest size
 *   <li>{@code StandardWebhooks}: the signature of a webhook, and the form of its secret
 *   <li>{@code JsonMappers}: how JSON is read and written: digits of numbers, emojis, times, unknown members
 *   <li>{@code Disk}: how a file is replaced in one step, where an unreadable file goes, and which file is too large
 *       to be read
 *   <li>{@code Storage}: when a file that the disk refused is tried again, and for how long at the end
 *   <li>{@code OwnerOnly}: the permissions of files and folders
 *   <li>{@code EveryMinute}: how often the log repeats a line
 *   <li>{@code Failures}: the words for a failure
 *   <li>{@code Suggestion}: which known name a person probably meant
 *   <li>{@code SampleEvents}: the place of the samples of test events
 *   <li>{@code Rfc3339}: the time in place of a text that is no time
 * </ul>
 */
package dev.twitchrelay.kit;
