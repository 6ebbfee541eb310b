package dev.twitchrelay.diagnosis;

/**
 * One line of the report of {@link Diagnosis}. Immutable.
 *
 * @param level {@code ok}; {@code note} for a state that may be intended; or {@code problem}
 * @param subject the part of the relay, for example an event type
 * @param text the state of the part
 * @param remedy the remedy, or null
 */
public record Finding(String level, String subject, String text, String remedy) {
    static final String OK = "ok";
    static final String NOTE = "note";
    static final String PROBLEM = "problem";

    public static Finding ok(String subject, String text) {
        return new Finding(OK, subject, text, null);
    }

    public static Finding note(String subject, String text, String remedy) {
        return new Finding(NOTE, subject, text, remedy);
    }

    public static Finding problem(String subject, String text, String remedy) {
        return new Finding(PROBLEM, subject, text, remedy);
    }

    public boolean isProblem() {
        return level.equals(PROBLEM);
    }
}
