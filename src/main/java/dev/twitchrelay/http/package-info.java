/**
 * The HTTP face on Vert.x: the server on the public port, its pages and JSON, and the management port. What is behind a URL
 * is handed in; this package knows no other package of the relay.
 */
package dev.twitchrelay.http;
