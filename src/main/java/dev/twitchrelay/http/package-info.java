/**
 * The HTTP servers on Vert.x: the public port with its pages and its API, the management port, and the limits that
 * keep one client from harming the others.
 */
package dev.twitchrelay.http;
