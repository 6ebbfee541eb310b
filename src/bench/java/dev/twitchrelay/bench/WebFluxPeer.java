package dev.twitchrelay.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServer;

/** Spring WebFlux on Reactor Netty: a multicast sink and a flux of server-sent events per client. */
public final class WebFluxPeer {

    private WebFluxPeer() {}

    public static void main(String[] arguments) {
        Sinks.Many<ServerSentEvent<String>> sink = Sinks.many().multicast().directAllOrNothing();
        AtomicLong count = new AtomicLong();
        var routes = RouterFunctions.route()
                .GET("/stream", request -> ServerResponse.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .body(BodyInserters.fromServerSentEvents(Flux.concat(
                                Flux.just(ServerSentEvent.<String>builder()
                                        .retry(Duration.ofSeconds(3))
                                        .build()),
                                sink.asFlux().onBackpressureBuffer()))))
                .POST("/publish", request -> request.bodyToMono(String.class).flatMap(body -> {
                    ServerSentEvent<String> event = ServerSentEvent.<String>builder()
                            .id("w-" + count.incrementAndGet())
                            .data(body)
                            .build();
                    synchronized (sink) {
                        sink.emitNext(event, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(5)));
                    }
                    return ServerResponse.accepted().build();
                }))
                .build();
        HttpServer.create()
                .port(Integer.parseInt(arguments[0]))
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes)))
                .bindNow()
                .onDispose()
                .block();
    }
}
