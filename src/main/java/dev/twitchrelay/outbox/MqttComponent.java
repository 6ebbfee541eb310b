package dev.twitchrelay.outbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Producer;
import org.apache.camel.spi.annotations.Component;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientPersistence;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code paho-mqtt5:} with all of Camel's options, and with three more promises. A message is sent only when the broker
 * has accepted it: a broker whose access list forbids a topic confirms the message, too, with a reason code from 128,
 * which Paho's own client drops. A broker that comes back knows the retained messages again, because it may have lost
 * them. The last will of a route is published at an orderly end, too.
 */
@Component("paho-mqtt5")
public class MqttComponent extends PahoMqtt5Component {
    private static final Logger LOG = LoggerFactory.getLogger(MqttComponent.class);

    /** The broker has too much to do. */
    private static final Set<Integer> BUSY = Set.of(
            MqttReturnCode.RETURN_CODE_SERVER_BUSY,
            MqttReturnCode.RETURN_CODE_RECEIVE_MAXIMUM_EXCEEDED,
            MqttReturnCode.RETURN_CODE_MESSAGE_RATE_TOO_HIGH,
            MqttReturnCode.RETURN_CODE_QUOTA_EXCEEDED,
            MqttReturnCode.RETURN_CODE_CONNECTION_RATE_EXCEEDED);

    /** The broker never lets the relay in. */
    private static final Set<Integer> LOCKED_OUT = Set.of(
            MqttReturnCode.RETURN_CODE_UNSUPPORTED_PROTOCOL_VERSION,
            MqttReturnCode.RETURN_CODE_IDENTIFIER_NOT_VALID,
            MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD,
            MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED,
            MqttReturnCode.RETURN_CODE_BANNED,
            MqttReturnCode.RETURN_CODE_BAD_AUTHENTICATION,
            MqttReturnCode.RETURN_CODE_SERVER_MOVED);

    /** The broker refuses this message, and accepts other messages. */
    private static final Set<Integer> THIS_MESSAGE = Set.of(
            MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED,
            MqttReturnCode.RETURN_CODE_TOPIC_NAME_INVALID,
            MqttReturnCode.RETURN_CODE_PACKET_TOO_LARGE,
            MqttReturnCode.RETURN_CODE_PAYLOAD_FORMAT_INVALID,
            MqttReturnCode.RETURN_CODE_RETAIN_NOT_SUPPORTED,
            MqttReturnCode.RETURN_CODE_QOS_NOT_SUPPORTED);

    /** What a broker's reason code means (MQTT 5, section 2.4); nothing if the broker has not said anything. */
    static Optional<DeliveryFailure> failure(MqttException exception) {
        int code = exception.getReasonCode();
        FailureKind kind;
        if (exception instanceof RefusedMessageException) {
            // a client that may not publish to one topic may publish to another
            kind = THIS_MESSAGE.contains(code)
                    ? FailureKind.REFUSED
                    : BUSY.contains(code) ? FailureKind.WAIT : FailureKind.NETWORK;
        } else if (LOCKED_OUT.contains(code)) {
            kind = FailureKind.STOPPED;
        } else if (BUSY.contains(code)) {
            kind = FailureKind.WAIT;
        } else {
            kind = code == MqttReturnCode.RETURN_CODE_PACKET_TOO_LARGE ? FailureKind.REFUSED : null;
        }
        String reason = "the broker answered " + code + ": ";
        return Optional.ofNullable(kind)
                .map(known ->
                        new DeliveryFailure(known, null, reason + DeliveryFailure.shortened(exception.getMessage())));
    }

    /** The broker confirmed a message with a reason code that refuses it. */
    private static final class RefusedMessageException extends MqttException {
        RefusedMessageException(int code) {
            super(code);
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MqttEndpoint endpoint =
                new MqttEndpoint(uri, remaining, this, getConfiguration().copy());
        endpoint.setClient(getClient());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static final class MqttEndpoint extends PahoMqtt5Endpoint {
        MqttEndpoint(String uri, String topic, PahoMqtt5Component component, PahoMqtt5Configuration configuration) {
            super(uri, topic, component, configuration);
        }

        @Override
        public Producer createProducer() {
            return getClient() == null ? new MqttProducer(this) : new PahoMqtt5Producer(this);
        }

        private MqttClient connected() throws MqttException {
            String id = getConfiguration().getClientId();
            MqttClient client = new ConfirmedClient(
                    getConfiguration().getBrokerUrl(),
                    id == null ? generateClientId() : id,
                    createMqttClientPersistence(getConfiguration()));
            try {
                client.connect(createMqttConnectionOptions());
                return client;
            } catch (MqttException e) {
                client.close();
                throw e;
            }
        }
    }

    private static final class MqttProducer extends PahoMqtt5Producer {
        /** A broker that does not answer must not hold up the end of the relay. */
        private static final int LONGEST_GOODBYE_MILLIS = 5_000;

        private final MqttEndpoint endpoint;

        MqttProducer(MqttEndpoint endpoint) {
            super(endpoint);
            this.endpoint = endpoint;
        }

        @Override
        protected void doStart() throws Exception {
            setClient(endpoint.connected());
            super.doStart();
        }

        @Override
        protected void doStop() throws Exception {
            // Camel's producer forgets the client
            MqttClient client = getClient();
            super.doStop();
            if (client != null) {
                try {
                    if (client.isConnected()) {
                        sayWill(client);
                        client.disconnect();
                    }
                } finally {
                    client.close();
                }
            }
        }

        /** A broker forgets the will of a client that leaves in order, so the client says it. */
        private void sayWill(MqttClient client) {
            PahoMqtt5Configuration options = endpoint.getConfiguration();
            if (options.getWillTopic() == null || options.getWillPayload() == null) {
                return;
            }
            try {
                client.setTimeToWait(LONGEST_GOODBYE_MILLIS);
                client.publish(
                        options.getWillTopic(),
                        options.getWillPayload().getBytes(StandardCharsets.UTF_8),
                        options.getWillQos(),
                        options.isWillRetained());
            } catch (MqttException e) {
                LOG.debug("the last will is not said", e);
            }
        }
    }

    /** The route publishes on its own thread; Paho tells of the connection on another thread. */
    private static final class ConfirmedClient extends MqttClient implements MqttCallback {
        private static final int FIRST_REFUSAL = 128;
        /** Routes have a handful of retained topics. The limit is for a route that makes a topic for each viewer. */
        private static final int MOST_RETAINED = 1000;

        /** The latest retained message of each topic. */
        private final Map<String, MqttMessage> retained = new LinkedHashMap<>();

        ConfirmedClient(String broker, String id, MqttClientPersistence persistence) throws MqttException {
            super(broker, id, persistence);
            setCallback(this);
        }

        @Override
        public void publish(String topic, MqttMessage message) throws MqttException {
            IMqttToken confirmed = send(topic, message);
            confirmed.waitForCompletion(getTimeToWait());
            int[] codes = confirmed.getReasonCodes();
            if (codes != null && codes.length > 0 && codes[0] >= FIRST_REFUSAL) {
                forget(topic, message);
                throw new RefusedMessageException(codes[0]);
            }
        }

        private IMqttToken send(String topic, MqttMessage message) throws MqttException {
            synchronized (retained) {
                // sent under the lock, so that a repetition never overtakes a newer message
                IMqttToken sent = aClient.publish(topic, message, null, null);
                if (message.isRetained() && (retained.size() < MOST_RETAINED || retained.containsKey(topic))) {
                    retained.put(topic, message);
                }
                return sent;
            }
        }

        private void forget(String topic, MqttMessage message) {
            synchronized (retained) {
                retained.remove(topic, message);
            }
        }

        /** @param again whether a connection was lost before */
        @Override
        public void connectComplete(boolean again, String broker) {
            if (again) {
                repeat();
            }
        }

        private void repeat() {
            synchronized (retained) {
                try {
                    for (Map.Entry<String, MqttMessage> each : retained.entrySet()) {
                        MqttMessage message = each.getValue();
                        aClient.publish(each.getKey(), message.getPayload(), message.getQos(), true);
                    }
                } catch (MqttException e) {
                    // the connection is lost once more, and the next connection begins anew
                    LOG.debug("retained messages are not repeated", e);
                }
            }
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void messageArrived(String topic, MqttMessage message) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {}
    }
}
