package dev.twitchrelay.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private static String proxy(Map<String, String> settings, String address) {
        return new Proxies(settings::get).describe(URI.create(address));
    }

    @Test
    void eachKindOfAddressHasItsProxy() {
        Map<String, String> both = Map.of("HTTP_PROXY", "http://plain:1", "HTTPS_PROXY", "http://secure:2/");

        assertThat(proxy(both, "http://a.example/")).isEqualTo("plain:1");
        assertThat(proxy(both, "ws://a.example/")).isEqualTo("plain:1");
        assertThat(proxy(both, "https://a.example/")).isEqualTo("secure:2");
        assertThat(proxy(both, "WSS://a.example/ws")).isEqualTo("secure:2");
        assertThat(proxy(both, "tcp://a.example:1883")).isNull();
        assertThat(proxy(Map.of(), "https://a.example/")).isNull();
    }

    @Test
    void propertiesWinOverVariablesAndSmallLettersOverCapitals() {
        Map<String, String> all = new HashMap<>(Map.of(
                "https.proxyHost",
                "property",
                "https.proxyPort",
                "3",
                "https_proxy",
                "small:2",
                "HTTPS_PROXY",
                "big:1"));
        assertThat(proxy(all, "https://a.example/")).isEqualTo("property:3");

        all.remove("https.proxyHost");
        assertThat(proxy(all, "https://a.example/")).isEqualTo("small:2");

        all.remove("https_proxy");
        assertThat(proxy(all, "https://a.example/")).isEqualTo("big:1");
        assertThat(proxy(Map.of("ALL_PROXY", "all:4"), "http://a.example/")).isEqualTo("all:4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/",
                "https://127.0.0.1:8443/",
                "http://127.3.2.1/",
                "ws://[::1]:80/",
                "http://a.localhost"
            })
    void thisComputerIsReachedDirectlyUnlessNoProxyIsSetToNothing(String address) {
        Map<String, String> proxies = new HashMap<>(Map.of("HTTP_PROXY", "p:1", "HTTPS_PROXY", "p:1"));
        assertThat(proxy(proxies, address)).isNull();

        proxies.put("NO_PROXY", "other.example");
        assertThat(proxy(proxies, address)).isNull();

        proxies.put("NO_PROXY", "");
        assertThat(proxy(proxies, address)).isEqualTo("p:1");
    }

    @ParameterizedTest
    @CsvSource({
        "*,https://a.example,true",
        "example.com,https://example.com,true",
        "example.com,https://www.example.com,true",
        "example.com,https://notexample.com,false",
        ".example.com,https://www.example.com,true",
        ".example.com,https://example.com,true",
        "*.example.com,https://www.Example.com,true",
        "'x, example.com y',https://example.com,true",
        "example.com:443,https://example.com,true",
        "example.com:443,https://example.com:8443,false",
        "10.1.2.3,https://10.1.2.3,true",
        "10.1.2.3,https://10.1.2.30,false",
        "10.0.0.0/8,https://10.200.1.1,true",
        "10.0.0.0/8,https://11.0.0.1,false",
        "10.0.0.0/9,https://10.200.1.1,false",
        "10.0.0.0/8,https://ten.example,false",
        "fd00::/8,https://[fd12::1],true",
        "[fd12::1],https://[fd12::1],true",
        "10.0.0.0/nonsense,https://10.0.0.1,false",
    })
    void noProxyIsReadInItsUsualForms(String list, String address, boolean direct) {
        assertThat(proxy(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", list), address))
                .isEqualTo(direct ? null : "p:1");
    }

    @Test
    void nonProxyHostsOfJavaAreReadToo() {
        Map<String, String> java = Map.of(
                "https.proxyHost",
                "p",
                "https.proxyPort",
                "1",
                "http.nonProxyHosts",
                "localhost|192.168.*|*.example.com");

        assertThat(proxy(java, "https://192.168.1.1")).isNull();
        assertThat(proxy(java, "https://www.example.com")).isNull();
        assertThat(proxy(java, "https://example.org")).isEqualTo("p:1");
    }

    @Test
    void userAndPasswordAreDecodedAndNeverShown() {
        Proxies proxies = new Proxies(Map.of("HTTPS_PROXY", "http://me:S3%40cr+t@proxy.example:3128")::get);

        var options = proxies.options(URI.create("https://a.example"));
        assertThat(options.getUsername()).isEqualTo("me");
        assertThat(options.getPassword()).isEqualTo("S3@cr+t");
        assertThat(proxies.describe(URI.create("https://a.example"))).isEqualTo("proxy.example:3128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://u:S3cr3t@p:1", "https://u:S3cr3t@p:1", "http://u:S3cr3t@ p:1", "://S3cr3t"})
    void whatIsNoHttpProxyIsRefusedByItsNameOnly(String value) {
        assertThatThrownBy(() -> new Proxies(Map.of("HTTPS_PROXY", value)::get))
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("S3cr3t");
    }
}
