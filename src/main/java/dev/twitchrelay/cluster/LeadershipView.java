package dev.twitchrelay.cluster;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;

/**
 * The view of the leadership that Camel asks for. Unlike Camel's own views it holds no lock while it calls listeners,
 * because a consumer that is stopped by an edit of its route and by a lost leadership at the same time would wait for
 * itself. Thread-safe.
 */
final class LeadershipView implements CamelClusterView {
    private final CamelClusterService service;
    private final LeaderElection election;
    private final List<CamelClusterEventListener> listeners = new CopyOnWriteArrayList<>();
    private final CamelClusterMember local;
    private CamelContext camel;

    LeadershipView(CamelClusterService service, LeaderElection election) {
        this.service = service;
        this.election = election;
        this.local = new CamelClusterMember() {
            @Override
            public boolean isLeader() {
                return election.leads();
            }

            @Override
            public boolean isLocal() {
                return true;
            }

            @Override
            public String getId() {
                return election.self();
            }
        };
    }

    void tell() {
        listeners.forEach(this::tell);
    }

    private void tell(CamelClusterEventListener listener) {
        if (listener instanceof CamelClusterEventListener.Leadership leadership) {
            leadership.leadershipChanged(this, getLeader().orElse(null));
        }
    }

    @Override
    public Optional<CamelClusterMember> getLeader() {
        if (election.leads()) {
            return Optional.of(local);
        }
        String holder = election.holder();
        return holder.isEmpty() || holder.equals(election.self())
                ? Optional.empty()
                : Optional.of(new RemoteLeader(holder));
    }

    @Override
    public CamelClusterMember getLocalMember() {
        return local;
    }

    /** This replica and the leader. Other replicas are not known and not needed. */
    @Override
    public List<CamelClusterMember> getMembers() {
        return getLeader()
                .filter(leader -> leader != local)
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
        return service;
    }

    @Override
    public String getNamespace() {
        return "twitch";
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

    private record RemoteLeader(String getId) implements CamelClusterMember {
        @Override
        public boolean isLeader() {
            return true;
        }

        @Override
        public boolean isLocal() {
            return false;
        }
    }
}
