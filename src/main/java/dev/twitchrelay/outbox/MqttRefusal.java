package dev.twitchrelay.outbox;

import java.util.Optional;
import java.util.Set;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/**
 * A broker confirmed a message with a reason code that says no, such as its access list does (MQTT 5, section 2.4). Whoever
 * may publish to one topic may not to another, so it speaks of this message only.
 */
final class MqttRefusal extends MqttException {
    /** The broker has too much to do. */
    private static final Set<Integer> BUSY = Set.of(
            MqttReturnCode.RETURN_CODE_SERVER_BUSY,
            MqttReturnCode.RETURN_CODE_RECEIVE_MAXIMUM_EXCEEDED,
            MqttReturnCode.RETURN_CODE_MESSAGE_RATE_TOO_HIGH,
            MqttReturnCode.RETURN_CODE_QUOTA_EXCEEDED,
            MqttReturnCode.RETURN_CODE_CONNECTION_RATE_EXCEEDED);

    /** The broker lets us in never. */
    private static final Set<Integer> LOCKED_OUT = Set.of(
            MqttReturnCode.RETURN_CODE_UNSUPPORTED_PROTOCOL_VERSION,
            MqttReturnCode.RETURN_CODE_IDENTIFIER_NOT_VALID,
            MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD,
            MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED,
            MqttReturnCode.RETURN_CODE_BANNED,
            MqttReturnCode.RETURN_CODE_BAD_AUTHENTICATION,
            MqttReturnCode.RETURN_CODE_SERVER_MOVED);

    /** The broker takes other messages. */
    private static final Set<Integer> THIS_MESSAGE = Set.of(
            MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED,
            MqttReturnCode.RETURN_CODE_TOPIC_NAME_INVALID,
            MqttReturnCode.RETURN_CODE_PACKET_TOO_LARGE,
            MqttReturnCode.RETURN_CODE_PAYLOAD_FORMAT_INVALID,
            MqttReturnCode.RETURN_CODE_RETAIN_NOT_SUPPORTED,
            MqttReturnCode.RETURN_CODE_QOS_NOT_SUPPORTED);

    MqttRefusal(int code) {
        super(code);
    }

    Verdict verdict() {
        int code = getReasonCode();
        Failure failure =
                THIS_MESSAGE.contains(code) ? Failure.REFUSED : BUSY.contains(code) ? Failure.WAIT : Failure.NETWORK;
        return new Verdict(failure, null, "the broker answered " + code + ": " + Verdict.shortened(getMessage()));
    }

    /** What a refused connection means; nothing when the broker has not said anything. */
    static Optional<Verdict> ofConnection(MqttException failure) {
        int code = failure.getReasonCode();
        Failure kind = LOCKED_OUT.contains(code)
                ? Failure.STOPPED
                : BUSY.contains(code)
                        ? Failure.WAIT
                        : code == MqttReturnCode.RETURN_CODE_PACKET_TOO_LARGE ? Failure.REFUSED : null;
        return Optional.ofNullable(kind)
                .map(each -> new Verdict(
                        each, null, "the broker answered " + code + ": " + Verdict.shortened(failure.getMessage())));
    }
}
