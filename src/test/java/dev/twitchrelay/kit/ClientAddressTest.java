package dev.twitchrelay.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.local.LocalAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    @Test
    void allAddressesOfAnIpv6NetworkAreOneAddress() {
        assertThat(nameOf("2001:db8:0:2::1"))
                .isEqualTo("2001:db8:0:2::/64")
                .isEqualTo(nameOf("2001:db8:0:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(nameOf("2001:db8:0:3::1"));
    }

    @Test
    void anIpv4AddressIsItself() {
        assertThat(nameOf("192.0.2.7")).isEqualTo("192.0.2.7").isNotEqualTo(nameOf("192.0.2.8"));
    }

    /** A socket for both versions of IP gives IPv4 clients addresses of this form. */
    @Test
    void anIpv4AddressInTheFormOfIpv6IsTheIpv4Address() {
        assertThat(nameOf("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
    }

    @Test
    void anAddressThatIsNoneOfTheInternetIsUnknown() {
        assertThat(ClientAddress.of(null)).isEqualTo("unknown");
        assertThat(ClientAddress.of(new LocalAddress("pipe"))).isEqualTo("unknown");
        assertThat(ClientAddress.of(InetSocketAddress.createUnresolved("name.example", 1)))
                .isEqualTo("unknown");
    }

    private static String nameOf(String ip) {
        return ClientAddress.of(new InetSocketAddress(ip, 1));
    }
}
