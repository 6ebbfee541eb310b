/**
 * Small parts that several packages need. Every package may use them. They use no other package of the relay.
 *
 * <p>{@code Disk} replaces files in one step, {@code Storage} writes later what the disk refuses now, and
 * {@code OwnerOnly} sets the permissions. {@code Backoff} is the growing delay of retries, {@code Pause} a wait by the
 * wall clock. {@code EventHeaders} decides which headers stay with a message. {@code Suggestion} finds the name that a
 * person meant. {@code SampleEvents} has the samples of test events. {@code StandardWebhooks} signs and verifies
 * webhooks. {@code ClientAddress} decides what counts as one address.
 */
package dev.twitchrelay.kit;
