package dev.twitchrelay.outbox;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;

/**
 * Where one attempt is, and where it failed: in a call to a peer, or in a step of the route. Written by the thread that works
 * on the message, read also by the lane when that thread does not return. Thread-safe.
 */
final class Trail {
    private final Set<Throwable> ofCalls = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<Throwable, String> ofSteps = new IdentityHashMap<>();
    private int calling;
    private String latestStep;

    /** A call to a peer begins. */
    synchronized void calls() {
        calling++;
    }

    /** @param failure why the call failed, or null */
    synchronized void called(Throwable failure) {
        calling = Math.max(0, calling - 1);
        if (failure != null) {
            ofCalls.add(failure);
        }
    }

    /** @param place of a step that begins, for people */
    synchronized void begins(String place) {
        latestStep = place;
    }

    /** The innermost step with this failure is the one that failed; it says so first. */
    synchronized void failed(Throwable failure, String place) {
        ofSteps.putIfAbsent(failure, place);
    }

    /** Whether a call to a peer has begun that is not over. */
    synchronized boolean isCalling() {
        return calling > 0;
    }

    /** The step that began last, or null. */
    synchronized String latestStep() {
        return latestStep;
    }

    /** Whether this failure, or a cause of it, is that of a call to a peer. */
    synchronized boolean isOfCall(Throwable failure) {
        return calling > 0 || Verdict.chain(failure).stream().anyMatch(ofCalls::contains);
    }

    /** The step that failed in this way, or null. */
    synchronized String stepOf(Throwable failure) {
        return Verdict.chain(failure).stream()
                .map(ofSteps::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
