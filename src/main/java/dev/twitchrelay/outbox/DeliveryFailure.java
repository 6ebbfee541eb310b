package dev.twitchrelay.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twitchrelay.kit.Failures;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.UnsupportedEncodingException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * What a failed delivery means. The place of the failure decides first: a step of the route is to blame for its own
 * failure, whatever the class of the exception, because jq, Jackson and beans throw {@link IOException}s, too. Only the
 * exception of a call to a peer tells more by its class. Immutable.
 *
 * @param retryAfter how long the peer asks to wait, or null
 * @param reason for people; it never holds an address, because addresses often are secrets
 */
record DeliveryFailure(FailureKind kind, Duration retryAfter, String reason) {
    private static final int LONGEST_REASON = 300;

    /** Failures to read or write data. Unlike failures of connections, they do not pass. */
    private static final List<Class<? extends IOException>> OF_DATA = List.of(
            JsonProcessingException.class,
            CharacterCodingException.class,
            UnsupportedEncodingException.class,
            MalformedURLException.class,
            FileNotFoundException.class,
            NoSuchFileException.class,
            ObjectStreamException.class);

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (?<alert>\\w+)");
    /** Alerts that end a connection, and say nothing about the certificate or the protocol. */
    private static final Pattern PASSING_ALERT = Pattern.compile("close_notify|user_canceled|internal_error");

    private static final Pattern ADDRESS = Pattern.compile("\\b[a-zA-Z][a-zA-Z0-9+.-]*://\\S+");

    /** A delivery that is not over in time waits for its peer, or for a step of its route that never ends. */
    static DeliveryFailure late(Delivery delivery, Duration limit) {
        if (delivery.isCalling()) {
            return network(new TimeoutException());
        }
        String reason = "it takes longer than " + limit.toMillis() + " ms";
        return new DeliveryFailure(FailureKind.ROUTE, null, reason)
                .at(delivery.step() == null ? "a step" : delivery.step());
    }

    /**
     * @param ofCall whether a call to a peer failed, and not a step of the route
     * @param signIn recognizes exceptions which mean that nobody is signed in
     */
    static DeliveryFailure of(Throwable failure, boolean ofCall, Predicate<Throwable> signIn) {
        List<Throwable> chain = Failures.chain(failure);
        return first(chain, cause -> explicit(cause, signIn))
                .or(() -> secure(chain))
                .or(() -> first(chain, DeliveryFailure::ofConnection))
                .or(() -> ofCall ? unfinished(chain) : Optional.empty())
                .orElseGet(() -> new DeliveryFailure(
                        FailureKind.ROUTE,
                        null,
                        "the route failed: "
                                + shortened(Failures.innermost(failure).strip())));
    }

    /** The same with the step of the route that failed. */
    DeliveryFailure at(String step) {
        String at = "the route failed at " + shortened(step) + ": ";
        return new DeliveryFailure(kind, retryAfter, at + reason.replaceFirst("^the route failed: ", ""));
    }

    private static Optional<DeliveryFailure> first(
            List<Throwable> chain, Function<Throwable, Optional<DeliveryFailure>> rule) {
        return chain.stream().map(rule).flatMap(Optional::stream).findFirst();
    }

    /** The peer, the route or the relay has said explicitly what is wrong. */
    private static Optional<DeliveryFailure> explicit(Throwable cause, Predicate<Throwable> signIn) {
        if (cause instanceof Delivery.FailedException failed) {
            return Optional.of(failed.failure());
        }
        if (cause instanceof MqttException refusal) {
            return MqttComponent.failure(refusal);
        }
        FailureKind kind = null;
        if (signIn.test(cause)) {
            kind = FailureKind.SIGN_IN;
        } else if (cause instanceof UndeliverableException) {
            kind = FailureKind.GIVEN_UP;
        } else if (cause instanceof RefusedException) {
            kind = FailureKind.REFUSED;
        } else if (cause instanceof TryLaterException) {
            kind = FailureKind.NETWORK;
        }
        return Optional.ofNullable(kind).map(known -> new DeliveryFailure(known, null, message(cause)));
    }

    /** A secure connection that the relay or the peer refuses. Only people can change that. */
    private static Optional<DeliveryFailure> secure(List<Throwable> chain) {
        if (chain.stream().noneMatch(cause -> cause instanceof SSLException)) {
            return Optional.empty();
        }
        if (any(chain, CertificateExpiredException.class, CertificateNotYetValidException.class)) {
            return Optional.of(stopped("its certificate is not valid today"));
        }
        boolean named = chain.stream()
                .anyMatch(cause ->
                        cause instanceof CertificateException && message(cause).matches("No (name|subject).*"));
        if (named || any(chain, SSLPeerUnverifiedException.class)) {
            return Optional.of(stopped("its certificate is for another name"));
        }
        if (any(chain, CertificateException.class, CertPathValidatorException.class)
                || chain.stream().anyMatch(cause -> message(cause).contains("certification path"))) {
            return Optional.of(stopped("nobody here trusts its certificate"));
        }
        return chain.stream()
                .map(cause -> ALERT.matcher(message(cause)))
                .filter(Matcher::find)
                .map(matcher -> matcher.group("alert"))
                .filter(alert -> !PASSING_ALERT.matcher(alert).matches())
                .findFirst()
                .map(alert -> stopped("it refuses a secure connection (" + alert + ")"));
    }

    @SafeVarargs
    private static boolean any(List<Throwable> chain, Class<? extends Throwable>... classes) {
        return chain.stream().anyMatch(cause -> Stream.of(classes).anyMatch(each -> each.isInstance(cause)));
    }

    /** Only connections throw these exceptions. The step does not matter, because a bean may call a peer, too. */
    private static Optional<DeliveryFailure> ofConnection(Throwable cause) {
        String home = cause.getClass().getName();
        boolean connection = cause instanceof SSLException
                || cause instanceof ClosedChannelException
                || cause instanceof ConnectException
                || (cause instanceof IOException
                        && (home.startsWith("java.net.") || home.startsWith("org.apache.hc."))
                        && OF_DATA.stream().noneMatch(data -> data.isInstance(cause)));
        return connection ? Optional.of(network(cause)) : Optional.empty();
    }

    /** A call that did not end, for a reason that is not in the data. */
    private static Optional<DeliveryFailure> unfinished(List<Throwable> chain) {
        if (chain.stream().anyMatch(cause -> OF_DATA.stream().anyMatch(data -> data.isInstance(cause)))) {
            return Optional.empty();
        }
        return chain.stream()
                .filter(cause -> cause instanceof IOException
                        || cause instanceof TimeoutException
                        || cause instanceof MqttException)
                .findFirst()
                .map(DeliveryFailure::network);
    }

    static DeliveryFailure stopped(String reason) {
        return new DeliveryFailure(FailureKind.STOPPED, null, reason);
    }

    private static DeliveryFailure network(Throwable cause) {
        return new DeliveryFailure(FailureKind.NETWORK, null, unreachable(cause));
    }

    /** Not the messages of these exceptions, because a message may hold an address. */
    private static String unreachable(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "its host name is not known here, perhaps because of a typing mistake in its address";
        }
        if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof ConnectException) {
            return "nothing accepts connections there";
        }
        if (cause instanceof SSLException) {
            return "no secure connection (" + shortened(message(cause)) + ")";
        }
        if (cause instanceof MqttException) {
            return "no connection to the broker (" + shortened(message(cause)) + ")";
        }
        String home = cause.getClass().getName();
        return home.startsWith("org.apache.hc.") && home.matches(".*(Protocol|Unsupported|Malformed|Constraint).*")
                ? "its answer is no HTTP"
                : cause.getClass().equals(IOException.class)
                        ? shortened(message(cause))
                        : "the connection broke (" + cause.getClass().getSimpleName() + ")";
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().strip();
    }

    /** One line of bounded length, without addresses. */
    static String shortened(String text) {
        String line = ADDRESS.matcher(text).replaceAll("(address)").replaceAll("\\s+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }
}
