package dev.twitchrelay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the one certificate that the relay of this computer is set up with, whatever name it was issued for: the relay is
 * asked at 127.0.0.1, which no certificate names.
 */
final class OwnCertificate extends X509ExtendedTrustManager {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final X509Certificate own;

    private OwnCertificate(X509Certificate own) {
        this.own = own;
    }

    /** A client for the relay with these settings. */
    static HttpClient client(Settings settings) {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT);
        if (!settings.isHttps()) {
            return client.build();
        }
        try (InputStream pem = Files.newInputStream(Path.of(settings.get("server.ssl.certificate")))) {
            X509Certificate own =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new OwnCertificate(own)}, null);
            return client.sslContext(tls).build();
        } catch (IOException | GeneralSecurityException e) {
            // then the relay could not start with it either, and none answers
            return client.build();
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !chain[0].equals(own)) {
            throw new CertificateException("another certificate than that of server.ssl.certificate");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
