/**
 * Puts the relay together: Spring's configurations, the settings, and the start with its failures. Other packages do
 * not know this package; only {@link dev.twitchrelay.Application} calls it.
 *
 * <p>A setting has these rules. Its default is in {@code application.yaml}. {@code CleanSettings} repairs what
 * people paste: blanks, line ends, quotes and the {@code oauth:} of a token. Spring converts the value. The {@code …Properties} record refuses a value out of range, when
 * Spring has bound the record and before a bean gets it ({@code afterPropertiesSet}). {@code StartupFailure} prints the
 * refusal.
 */
package dev.twitchrelay.wiring;
