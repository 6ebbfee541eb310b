/** Chooses the proxy for an address. The package knows no other package of the relay. */
package dev.twitchrelay.proxy;
