package dev.twitchrelay.wiring;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import org.springframework.core.env.Environment;

/**
 * The address and port of one of the relay's servers.
 *
 * @param name the begin of its settings, {@code NAME.address} and {@code NAME.port}
 * @param address an address of this computer, or the address that stands for all of them
 * @param port 0 takes a free port
 */
record ListenAddress(String name, InetAddress address, int port) {
    private static final int PATIENCE_MILLIS = 500;
    private static final int FIRST_FREE_FOR_ALL = 1024;

    /** @throws InvalidSettingException naming the setting that is wrong */
    static ListenAddress of(Environment environment, String name) {
        return new ListenAddress(
                name,
                address(name + ".address", String.valueOf(value(environment, name + ".address"))),
                port(name + ".port", String.valueOf(value(environment, name + ".port"))));
    }

    /** For a server that only this computer reaches. Without a setting it takes a free port. */
    static ListenAddress onThisComputer(Environment environment, String name) {
        String port = value(environment, name + ".port");
        return new ListenAddress(
                name, NetUtil.LOCALHOST4, port(name + ".port", port == null || port.isEmpty() ? "0" : port));
    }

    /** Cleaned here, because ports are checked before the settings are cleaned. Null without a value. */
    private static String value(Environment environment, String setting) {
        String raw = CleanSettings.value(environment, setting);
        return raw == null ? null : CleanSettings.clean(setting, raw);
    }

    private static int port(String setting, String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new InvalidSettingException(
                    setting + " is '" + value + "'", "set it to a number from 1 to 65535, or to 0 for any free port");
        }
        return Integer.parseInt(value);
    }

    private static InetAddress address(String setting, String value) {
        String host = value.replaceFirst("^\\[(.*)]$", "$1");
        try {
            if (!host.isEmpty()) {
                return InetAddress.getByName(host);
            }
        } catch (UnknownHostException | IllegalArgumentException e) {
            // refused below
        }
        throw new InvalidSettingException(
                setting + " is '" + value + "', which is no address and no name that is known here",
                "set it to an address of this computer, such as 127.0.0.1 for this computer only, or to 0.0.0.0 or ::"
                        + " for all of its addresses");
    }

    /** In figures, because a name may have another address at the next look-up. */
    String host() {
        return address.isLinkLocalAddress() ? address.getHostAddress() : NetUtil.toAddressString(address);
    }

    /** Whether the two servers exclude each other. */
    boolean collides(ListenAddress other) {
        return port == other.port
                && port != 0
                && (address.equals(other.address) || address.isAnyLocalAddress() || other.address.isAnyLocalAddress());
    }

    /**
     * Listens for a moment.
     *
     * @throws InvalidSettingException with the reason why the server cannot listen
     */
    void probe() {
        boolean ipv6 = address instanceof Inet6Address;
        try (ServerSocketChannel channel =
                ServerSocketChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET)) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(address, port), 1);
        } catch (UnsupportedOperationException e) {
            throw new InvalidSettingException(
                    name + ".address is " + host() + ", but this computer has no IPv6", "set it to an IPv4 address");
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    private InvalidSettingException refusal(IOException why) {
        if (!isOfThisComputer()) {
            return new InvalidSettingException(
                    name + ".address is " + host() + ", which is not an address of this computer",
                    "set it to one that is, or leave it out");
        }
        String cannot = "cannot listen on port " + port + " of " + host() + " (" + name + ".port): ";
        if (isAnswered()) {
            return new InvalidSettingException(
                    cannot + "another program listens there", "stop that program, or set another port");
        }
        if (port > 0 && port < FIRST_FREE_FOR_ALL) {
            return new InvalidSettingException(
                    cannot + "the system does not let this user have a port below " + FIRST_FREE_FOR_ALL,
                    "set another port, and let a proxy or the firewall lead to it");
        }
        return new InvalidSettingException(
                cannot + "it is in use or not allowed (" + why.getMessage() + ")",
                "stop the other program, or set another port");
    }

    private boolean isOfThisComputer() {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException notKnown) {
            return true;
        }
    }

    private boolean isAnswered() {
        try (Socket socket = new Socket()) {
            InetAddress to = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
            socket.connect(new InetSocketAddress(to, port), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
