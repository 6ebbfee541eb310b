package dev.twitchrelay.diagnosis;

/**
 * One line of the doctor's report.
 *
 * @param level {@code ok}, {@code note} for what may be as it should, or {@code problem}
 * @param subject what it is about, for example an event type
 * @param remedy what to do, or null
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
