package dev.twitchrelay.kit;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;

/**
 * The name of a client's address in limits and in the log. All limits per address use it, so that all limits mean the
 * same by an address. Stateless.
 */
public final class ClientAddress {
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /**
     * The address itself, or the /64 network of an IPv6 address, because the owner of one address of such a network has all
     * of them. {@code unknown} for an address that is none of the internet.
     */
    public static String of(SocketAddress client) {
        if (!(client instanceof InetSocketAddress internet) || internet.getAddress() == null) {
            return "unknown";
        }
        InetAddress ip = internet.getAddress();
        if (ip instanceof Inet6Address) {
            byte[] network = Arrays.copyOf(Arrays.copyOf(ip.getAddress(), NETWORK_BYTES), ip.getAddress().length);
            return NetUtil.bytesToIpAddress(network) + "/64";
        }
        return ip.getHostAddress();
    }
}
