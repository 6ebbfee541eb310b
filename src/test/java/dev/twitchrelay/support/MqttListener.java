package dev.twitchrelay.support;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A client of an MQTT broker that hears every message. Thread-safe. */
public final class MqttListener implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** @param kept whether the broker had kept it for programs that come later */
    public record Heard(String topic, String payload, boolean kept) {}

    private final MqttClient client;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    private MqttListener(MqttClient client) {
        this.client = client;
    }

    /** Hears what the broker has kept, and then everything that is published. */
    public static MqttListener connect(String broker) {
        try {
            MqttListener listener =
                    new MqttListener(new MqttClient(broker, "listener-" + UUID.randomUUID(), new MemoryPersistence()));
            listener.client.setCallback(listener.new Ear());
            listener.client.connect();
            listener.client.subscribe("#", 1);
            return listener;
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a broker that lets everybody in keeps at this moment, by topic. */
    public static Map<String, String> kept(String broker) {
        try (MqttListener fresh = connect(broker)) {
            // the broker sends what it has kept before anything that is published later
            Heard end = new Heard("end/" + UUID.randomUUID(), "", false);
            fresh.client.publish(end.topic, new byte[0], 1, false);
            await().atMost(PATIENCE).until(() -> fresh.heard.contains(end));
            Map<String, String> kept = new TreeMap<>();
            fresh.heard.stream().filter(Heard::kept).forEach(each -> kept.put(each.topic, each.payload));
            return kept;
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All messages so far, oldest first. */
    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, 0, false);
            client.close();
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Ear implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            heard.add(new Heard(topic, new String(message.getPayload(), StandardCharsets.UTF_8), message.isRetained()));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean again, String uri) {}

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {}
    }
}
