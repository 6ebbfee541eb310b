/**
 * The route files that integrators edit: their check, their tests, and their exchange while the relay runs.
 *
 * <p>Files, and the names in them:
 *
 * <ul>
 *   <li>{@code FolderSnapshot}: which files of the folder are read, up to which size; which files are told because
 *       they only look like routes
 *   <li>{@code RouteFile}: which names a route file may have, the kinds of entries, and the version that the status
 *       shows
 *   <li>{@code RouteReader}: what a file in Java or XML may hold, and what its routes may get at while they are built
 *   <li>{@code RouteCompiler}: the class of a file in Java, and the words for mistakes that the compiler finds
 *   <li>{@code CompilerFiles}: which classes routes in Java may use
 *   <li>{@code XmlRoutes}: the entries of a file in XML, and the words for its mistakes
 *   <li>{@code ModelTree}: which parts of a route in Java or XML the checks see, and their places
 *   <li>{@code RouteFolder}: the files that commands read, and their problems
 *   <li>{@code RouteVocabulary}: which beans, components and settings a route may name, how Camel's components reach
 *       the network, and how soon a lost MQTT broker is tried again
 *   <li>{@code RouteUnit}: which address only one route may start from, and which configuration applies to a route
 *   <li>{@code LeaderPolicy}: when a route of the leader consumes, and the pause after which a route that failed to start is tried again
 *   <li>{@code RouteLogComponent}: the logger of the lines that a route prints
 *   <li>{@code InsideHeaders}: at which endpoints the relay's own headers are left out
 *   <li>{@code HttpSenders}: which headers an answer to an HTTP request has
 * </ul>
 *
 * <p>Checks; a class whose name ends with {@code Lint} checks one file:
 *
 * <ul>
 *   <li>{@code RouteCheck}: which checks run, and that a route needs an id
 *   <li>{@code SchemaLint}: keys, shapes and values of Camel's YAML
 *   <li>{@code EndpointLint}: components, Kamelets, parameters; event types of Twitch
 *   <li>{@code ExpressionLint}: expressions of jq, simple and other languages; {@code JqCalls} finds unknown jq
 *       functions
 *   <li>{@code HttpLint}: HTTP methods, addresses that the relay itself serves, calls that a stranger could lead
 *       elsewhere
 *   <li>{@code PlaceholderLint}: placeholders without a setting
 *   <li>{@code SecretLint}: texts that look like a secret
 *   <li>{@code SinkLint}: event types that nobody sends
 *   <li>{@code Lint}: the other classes with this end find beans, methods and classes that do not exist
 *   <li>{@code RouteNames}: names that several files share: ids, channels, sinks, configurations; steps to a channel
 *       without a route
 *   <li>{@code RouteCircles}: which circle of routes is a mistake
 *   <li>{@code CamelFailure}: the place and the words of a failure of Camel
 *   <li>{@code YamlNode}: which text is no YAML, and how deep it may be nested
 * </ul>
 *
 * <p>Exchange of running routes:
 *
 * <ul>
 *   <li>{@code RouteFiles}: when an edit is complete, and when edits wait for the end of the stream
 *   <li>{@code EventTypeList}: which lists of event types the relay itself can edit
 *   <li>{@code LiveRoutes}: an empty folder changes nothing; after how many failures among its first messages an
 *       edited route goes back to the version before; the states of a file
 *   <li>{@code RouteStatuses}: which failures are the fault of a route, so that they count for going back, and which
 *       are of its peer or sender
 *   <li>{@code RouteUpdate}: which changed files run, which file is to blame for a problem, and who owns a name that
 *       two files claim
 *   <li>{@code RouteTransaction}: in which order routes stop and start, how long messages under way may take, and how
 *       a failed exchange is taken back
 *   <li>{@code RouteSet}: which routes an edit changes
 *   <li>{@code GatedDirectComponent}: how messages wait in front of a route that is being exchanged; a message to a
 *       channel without a route fails
 * </ul>
 *
 * <p>Tests, and a look at running routes:
 *
 * <ul>
 *   <li>{@code RouteTest}: the keys of a test
 *   <li>{@code RouteTestRun}: how a test runs, and how long late messages are waited for
 *   <li>{@code EndpointRecorder}: which endpoints are replaced in a test, and their answers
 *   <li>{@code MessageDifference}: when a message is as expected
 *   <li>{@code TestEvents}: the form of a test event, and its sample
 *   <li>{@code RouteTaps}: which headers are hidden, and how much of a body is shown
 * </ul>
 */
package dev.twitchrelay.routes;
