/** Small parts that several packages need. Every package may use them. They use no other package of the relay. */
package dev.twitchrelay.kit;
