package dev.twitchrelay.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * What a failed delivery means. Where it failed decides first: a step of the route fails by itself, whatever the class of its
 * exception, because jq, Jackson and beans throw {@link IOException}s, too. Only of a call to a peer the class tells more.
 * Immutable.
 *
 * @param after what the peer said of when to try again, or null
 * @param reason for people; never an address
 */
record Verdict(Failure failure, Duration after, String reason) {
    private static final int LONGEST_REASON = 300;
    private static final int DEEPEST_CAUSE = 30;

    /** Input and output of data that no time makes better, unlike that of connections. */
    private static final List<Class<? extends IOException>> OF_DATA = List.of(
            JsonProcessingException.class,
            CharacterCodingException.class,
            UnsupportedEncodingException.class,
            MalformedURLException.class,
            FileNotFoundException.class,
            NoSuchFileException.class,
            ObjectStreamException.class);

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (?<alert>\\w+)");
    /** Alerts with which a peer ends a connection and not what it thinks of us. */
    private static final Pattern PASSING_ALERT = Pattern.compile("close_notify|user_canceled|internal_error");

    private static final Pattern ADDRESS = Pattern.compile("\\b[a-zA-Z][a-zA-Z0-9+.-]*://\\S+");

    static Verdict stopped(String reason) {
        return new Verdict(Failure.STOPPED, null, reason);
    }

    /** A delivery that is not over in time waits for its peer, or for a step of its route that never ends. */
    static Verdict late(Delivery delivery, Duration limit) {
        if (delivery.isCalling()) {
            return network(new TimeoutException());
        }
        Verdict slow = new Verdict(Failure.ROUTE, null, "it takes longer than " + limit.toMillis() + " ms");
        return slow.at(delivery.whereabouts() == null ? "a step" : delivery.whereabouts());
    }

    /**
     * @param ofCall whether it failed in a call to a peer, and not in a step of the route
     * @param signIn tells exceptions that say that nobody is signed in
     */
    static Verdict of(Throwable failure, boolean ofCall, Predicate<Throwable> signIn) {
        List<Throwable> chain = chain(failure);
        return first(chain, cause -> said(cause, signIn))
                .or(() -> secure(chain))
                .or(() -> first(chain, Verdict::ofConnection))
                .or(() -> ofCall ? unfinished(chain) : Optional.empty())
                .orElseGet(() -> new Verdict(Failure.ROUTE, null, "the route failed: " + innermost(chain)));
    }

    /** The same, with the step of the route that failed. */
    Verdict at(String step) {
        return new Verdict(
                failure,
                after,
                "the route failed at " + shortened(step) + ": " + reason.replaceFirst("^the route failed: ", ""));
    }

    /** A failure and its causes, outermost first. */
    static List<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .toList();
    }

    private static Optional<Verdict> first(
            List<Throwable> chain, java.util.function.Function<Throwable, Optional<Verdict>> rule) {
        return chain.stream().map(rule).flatMap(Optional::stream).findFirst();
    }

    /** What somebody has said in so many words. */
    private static Optional<Verdict> said(Throwable cause, Predicate<Throwable> signIn) {
        if (cause instanceof PeerAnswer answer) {
            return Optional.of(answer.verdict());
        }
        if (cause instanceof MqttRefusal refusal) {
            return Optional.of(refusal.verdict());
        }
        if (cause instanceof MqttException refusal) {
            return MqttRefusal.ofConnection(refusal);
        }
        if (cause instanceof LimitedException limited) {
            return Optional.of(new Verdict(Failure.WAIT, limited.wait, limited.getMessage()));
        }
        if (cause instanceof UnusableSettingException) {
            return Optional.of(stopped(cause.getMessage()));
        }
        if (signIn.test(cause)) {
            return Optional.of(new Verdict(Failure.SIGN_IN, null, message(cause)));
        }
        Failure told = cause instanceof UndeliverableException
                ? Failure.GIVEN_UP
                : cause instanceof RefusedException
                        ? Failure.REFUSED
                        : cause instanceof TryLaterException ? Failure.NETWORK : null;
        return Optional.ofNullable(told).map(kind -> new Verdict(kind, null, message(cause)));
    }

    /** A certificate that is not trusted stays so until somebody acts; the peer's own may be renewed. */
    private static Optional<Verdict> secure(List<Throwable> chain) {
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

    /** Exceptions that only a connection throws, so that it does not matter which step used it: a bean may call, too. */
    private static Optional<Verdict> ofConnection(Throwable cause) {
        String home = cause.getClass().getName();
        boolean connection = cause instanceof SSLException
                || cause instanceof ClosedChannelException
                || cause instanceof ConnectException
                || (cause instanceof IOException
                        && (home.startsWith("java.net.") || home.startsWith("org.apache.hc."))
                        && OF_DATA.stream().noneMatch(data -> data.isInstance(cause)));
        return connection ? Optional.of(network(cause)) : Optional.empty();
    }

    /** A call that came to no end, for a reason that is not the data's. */
    private static Optional<Verdict> unfinished(List<Throwable> chain) {
        if (chain.stream().anyMatch(cause -> OF_DATA.stream().anyMatch(data -> data.isInstance(cause)))) {
            return Optional.empty();
        }
        return chain.stream()
                .filter(cause -> cause instanceof IOException
                        || cause instanceof TimeoutException
                        || cause instanceof MqttException)
                .findFirst()
                .map(Verdict::network);
    }

    private static Verdict network(Throwable cause) {
        return new Verdict(Failure.NETWORK, null, unreachable(cause));
    }

    /** The messages of such exceptions may hold an address. */
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

    private static String innermost(List<Throwable> chain) {
        List<Throwable> told = new ArrayList<>(chain);
        told.removeIf(cause -> cause.getMessage() == null);
        return shortened(
                told.isEmpty()
                        ? chain.get(chain.size() - 1).getClass().getSimpleName()
                        : message(told.get(told.size() - 1)));
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().strip();
    }

    /** One line of bounded length without an address, which often is a secret. */
    static String shortened(String text) {
        String line = ADDRESS.matcher(text).replaceAll("(address)").replaceAll("\\s+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }

    /** A call was not made because the peer's limit forbids it. */
    static final class LimitedException extends IOException {
        private final transient Duration wait;

        LimitedException(Duration wait) {
            super("its limit allows the next call in " + wait.toMillis() + " ms");
            this.wait = wait;
        }
    }

    /** A call was not made because a setting holds no address. The message names the setting. */
    static final class UnusableSettingException extends IOException {
        UnusableSettingException(String message) {
            super(message);
        }
    }
}
