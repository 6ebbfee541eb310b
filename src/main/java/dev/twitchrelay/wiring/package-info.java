/**
 * Puts the relay together: Spring's configurations, the settings, and the start with its failures. Other packages do
 * not know this package; only {@link dev.twitchrelay.Application} calls it.
 *
 * <p>A setting has these rules. Its default is in {@code application.yaml}. {@code CleanSettings} repairs what people
 * paste: blanks, line ends, quotes, and the {@code oauth:} before a token. Spring converts the value. The
 * {@code …Properties} record refuses a value out of range, when Spring has bound the record and before a bean gets it
 * ({@code afterPropertiesSet}). {@code StartupFailure} prints the refusal.
 *
 * <p>Decisions at the start and the end: {@code PortCheck} and {@code ListenAddress}, whether a port is free and who
 * can reach it; {@code DataFolder}, which relay has the folder; {@code PublishedState}, what earlier runs have
 * published; {@code JvmSettings} and {@code Utf8}, memory and charset of the process; {@code LastResort}, when the
 * process is ended. {@code PagesConfiguration} decides which addresses there are and which of them need the admin
 * token, {@code OperationConfiguration} what health and metrics say.
 */
package dev.twitchrelay.wiring;
