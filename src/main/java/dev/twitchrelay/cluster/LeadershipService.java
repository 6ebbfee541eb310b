package dev.twitchrelay.cluster;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.support.cluster.AbstractCamelClusterService;

/**
 * Tells the route policy {@code leader}, and Camel's {@code master:}, whether this replica leads. All namespaces share
 * one view, which lives as long as the service, because an edit of a route must not cost the leadership. Thread-safe.
 */
public final class LeadershipService extends AbstractCamelClusterService<LeadershipService.View> {
    private final View view = new View();
    private final LeaderElection election;

    /** @param election null where no route is started, so that nobody asks for the leader */
    public LeadershipService(LeaderElection election) {
        super("leadership");
        this.election = election;
    }

    /** The one view. */
    public CamelClusterView view() {
        return view;
    }

    /** Tells the listeners whether this replica leads, after a change or as a reminder. */
    void tell() {
        view.listeners.forEach(view::tell);
    }

    @Override
    protected View createView(String namespace) {
        return view;
    }

    /** This replica or the leader. Other replicas are not known and not needed. */
    private record Member(String getId, boolean isLeader, boolean isLocal) implements CamelClusterMember {}

    /**
     * Unlike Camel's own views, this view holds no lock while it calls listeners. With a lock, a consumer that is
     * stopped by an edit of its route and by a lost leadership at the same time would wait for itself.
     */
    final class View implements CamelClusterView {
        private final List<CamelClusterEventListener> listeners = new CopyOnWriteArrayList<>();

        private void tell(CamelClusterEventListener listener) {
            if (listener instanceof CamelClusterEventListener.Leadership leadership) {
                leadership.leadershipChanged(this, getLeader().orElse(null));
            }
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            if (election.leads()) {
                return Optional.of(getLocalMember());
            }
            String holder = election.holder();
            return holder.isEmpty() || holder.equals(election.self())
                    ? Optional.empty()
                    : Optional.of(new Member(holder, true, false));
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return new Member(election.self(), election.leads(), true);
        }

        @Override
        public List<CamelClusterMember> getMembers() {
            CamelClusterMember local = getLocalMember();
            return getLeader()
                    .filter(leader -> !leader.isLocal())
                    .map(leader -> List.of(local, leader))
                    .orElse(List.of(local));
        }

        @Override
        public void addEventListener(CamelClusterEventListener listener) {
            listeners.add(listener);
            tell(listener);
        }

        @Override
        public void removeEventListener(CamelClusterEventListener listener) {
            listeners.remove(listener);
        }

        @Override
        public CamelClusterService getClusterService() {
            return LeadershipService.this;
        }

        @Override
        public String getNamespace() {
            return "twitch";
        }

        @Override
        public CamelContext getCamelContext() {
            return LeadershipService.this.getCamelContext();
        }

        @Override
        public void setCamelContext(CamelContext context) {
            // the service has it
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }
}
