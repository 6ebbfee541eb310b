package dev.twitchrelay.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;

/**
 * Tells Camel's {@code master:} whether this replica leads. All namespaces share one view, which lives as long as the
 * service, because an edit of a route must not cost the leadership. Thread-safe.
 */
public final class LeadershipService implements CamelClusterService {
    private final LeadershipView view;
    private CamelContext camel;
    private String id = "leadership";

    /** @param election null where nobody asks who leads, because no route is started */
    public LeadershipService(LeaderElection election) {
        this.view = new LeadershipView(this, election);
    }

    /** Tells the listeners whether this replica leads, after a change or as a reminder. */
    void tell() {
        view.tell();
    }

    @Override
    public CamelClusterView getView(String namespace) {
        return view;
    }

    @Override
    public void releaseView(CamelClusterView released) {}

    @Override
    public Collection<String> getNamespaces() {
        return List.of(view.getNamespace());
    }

    @Override
    public void startView(String namespace) {}

    @Override
    public void stopView(String namespace) {}

    @Override
    public boolean isLeader(String namespace) {
        return view.getLocalMember().isLeader();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public void setId(String id) {
        this.id = id;
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
}
