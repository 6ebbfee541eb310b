package dev.twitchrelay.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts that are reached without a proxy, as {@code NO_PROXY} lists them: {@code *}, names with their subdomains
 * ({@code example.com}, {@code .example.com}, {@code *.example.com}), addresses, and networks ({@code 10.0.0.0/8}),
 * each with or without a port. Names are not resolved. Immutable.
 */
final class NoProxy {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.*\\.localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*");

    private final List<String> entries;
    private final boolean loopback;

    /**
     * @param text null when the variable is not set; an empty text sends even calls to this computer through the proxy
     */
    NoProxy(String text) {
        entries = text == null
                ? List.of()
                : Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,|\\s]+"))
                        .filter(entry -> !entry.isEmpty())
                        .toList();
        loopback = text == null || !entries.isEmpty();
    }

    /** Whether the host is reached without a proxy. */
    boolean covers(String host, int port) {
        String plain = plain(host);
        return (loopback && LOOPBACK.matcher(plain).matches())
                || entries.stream().anyMatch(entry -> covers(entry, plain, port));
    }

    private static String plain(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
    }

    private static boolean covers(String entry, String host, int port) {
        int slash = entry.indexOf('/');
        if (slash > 0) {
            return inNetwork(plain(entry.substring(0, slash)), entry.substring(slash + 1), host);
        }
        String name = entry;
        if (!ADDRESS.matcher(entry).matches()) {
            String[] parts = entry.split(":(?=\\d+$)", 2);
            if (parts.length > 1 && !parts[1].equals(String.valueOf(port))) {
                return false;
            }
            name = plain(parts[0]);
        }
        if (name.equals("*") || name.equals(host)) {
            return true;
        }
        if (name.endsWith("*")) {
            return host.startsWith(name.substring(0, name.length() - 1));
        }
        String domain = name.replaceFirst("^\\*?\\.", "");
        return host.equals(domain) || (!ADDRESS.matcher(host).matches() && host.endsWith("." + domain));
    }

    private static boolean inNetwork(String network, String length, String host) {
        if (!ADDRESS.matcher(network).matches() || !ADDRESS.matcher(host).matches() || !length.matches("\\d{1,3}")) {
            return false;
        }
        try {
            // no name is resolved here, because both texts are addresses
            byte[] prefix = InetAddress.getByName(network).getAddress();
            byte[] address = InetAddress.getByName(host).getAddress();
            int bits = Integer.parseInt(length);
            if (prefix.length != address.length || bits > prefix.length * 8) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((prefix[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
