package dev.twitchrelay.outbox;

/** A delivery failed, and whoever tried knows what that means. */
final class Undelivered extends Exception {
    private final transient Verdict verdict;

    Undelivered(Verdict verdict, Throwable cause) {
        super(verdict.reason(), cause);
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }
}
