package dev.twitchrelay.outbox;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.service.ServiceHelper;

/**
 * {@code to: outbox:all} keeps a message for all sinks, {@code from: outbox:NAME} is a sink. The component has no state
 * of its own, so several Camel contexts may have one.
 */
@Component("outbox")
public class OutboxComponent extends DefaultComponent {
    private static final String NAME = "[a-z][a-z0-9-]*";

    private final Outbox outbox;

    public OutboxComponent(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Before the first exchange comes out of an outbox. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        AttemptTracer tracer = new AttemptTracer();
        ServiceHelper.startService(tracer);
        getCamelContext().getManagementStrategy().addEventNotifier(tracer);
        getCamelContext().getCamelContextExtension().addInterceptStrategy(tracer);
    }

    /** @throws IllegalArgumentException if the name or a parameter is wrong */
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!remaining.matches(NAME)) {
            throw new IllegalArgumentException(
                    "'" + remaining + "' is no name of a sink: use small letters, digits and dashes");
        }
        OutboxEndpoint endpoint = new OutboxEndpoint(uri, this, outbox, remaining);
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }
}
