/** Which proxy an address is reached through. Knows no other package of ours. */
package dev.twitchrelay.proxy;
