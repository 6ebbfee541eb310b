package dev.twitchrelay.outbox;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Producer;
import org.apache.camel.spi.annotations.Component;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * {@code paho-mqtt5:}, which takes a message as sent only when the broker has let it through: a broker whose access list forbids
 * a topic confirms the message, too, with a reason code from 128, which Paho's own client drops. All options are Camel's.
 */
@Component("paho-mqtt5")
public class MqttComponent extends PahoMqtt5Component {

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
            super.doStop();
            MqttClient client = getClient();
            setClient(null);
            if (client != null) {
                if (client.isConnected()) {
                    client.disconnect();
                }
                client.close();
            }
        }
    }

    private static final class ConfirmedClient extends MqttClient {
        private static final int FIRST_REFUSAL = 128;

        ConfirmedClient(String broker, String id, MqttClientPersistence persistence) throws MqttException {
            super(broker, id, persistence);
        }

        @Override
        public void publish(String topic, MqttMessage message) throws MqttException {
            IMqttToken confirmed = aClient.publish(topic, message, null, null);
            confirmed.waitForCompletion(getTimeToWait());
            int[] codes = confirmed.getReasonCodes();
            if (codes != null && codes.length > 0 && codes[0] >= FIRST_REFUSAL) {
                throw new MqttRefusal(codes[0]);
            }
        }
    }
}
