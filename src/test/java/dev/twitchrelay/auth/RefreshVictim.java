package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/**
 * A process that refreshes a token and stands still at one moment of it, so that it can be killed there: {@code RefreshVictim
 * FOLDER AUTH_URL CLIENT_ID MOMENT}. Says the moment on its standard output when it is there.
 */
final class RefreshVictim {
    /** Where it stands still. */
    enum Moment {
        BEFORE_THE_CALL,
        CALL_NOT_SEEN_BY_TWITCH,
        ANSWER_LOST,
        ANSWER_RECEIVED,
        FILE_CREATED,
        HALF_WRITTEN,
        WRITTEN,
        FORCED,
        RENAMED,
        DONE;

        void reached() {
            System.out.println(name());
            System.out.flush();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private RefreshVictim() {}

    public static void main(String[] arguments) throws IOException {
        Moment moment = Moment.valueOf(arguments[3]);
        Vertx vertx = Vertx.vertx();
        OAuthClient oauth = new OAuthClient(
                WebClient.create(vertx), arguments[1], arguments[2], null, new ClockSkew(Clock.systemUTC()));
        TokenProvider tokens = new TokenProvider(
                oauth,
                new FileTokenStore(Path.of(arguments[0]), new Storage(new StandingDisk(moment))),
                new ConfiguredTokens(null, null),
                vertx,
                Clock.systemUTC());
        AccessToken current = tokens.token().toCompletableFuture().join();
        if (moment == Moment.BEFORE_THE_CALL) {
            moment.reached();
        }
        tokens.refresh(current).handle((fresh, failure) -> {
            (failure == null ? Moment.DONE : Moment.ANSWER_LOST).reached();
            return null;
        });
    }

    /** Stands still between two steps of replacing the file. */
    private static final class StandingDisk extends Disk {
        private final Moment moment;

        StandingDisk(Moment moment) {
            this.moment = moment;
        }

        private void at(Moment here) {
            if (here == moment) {
                here.reached();
            }
        }

        @Override
        public FileChannel create(Path file) throws IOException {
            at(Moment.ANSWER_RECEIVED);
            FileChannel channel = super.create(file);
            at(Moment.FILE_CREATED);
            return channel;
        }

        @Override
        public void write(FileChannel file, ByteBuffer content, long position) throws IOException {
            if (moment == Moment.HALF_WRITTEN) {
                super.write(file, content.duplicate().limit(content.limit() / 2), position);
                at(Moment.HALF_WRITTEN);
            }
            super.write(file, content, position);
            at(Moment.WRITTEN);
        }

        @Override
        public void force(FileChannel file) throws IOException {
            super.force(file);
            at(Moment.FORCED);
        }

        @Override
        public void replace(Path from, Path to) throws IOException {
            super.replace(from, to);
            at(Moment.RENAMED);
        }
    }
}
