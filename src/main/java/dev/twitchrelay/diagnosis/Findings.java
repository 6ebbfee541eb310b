package dev.twitchrelay.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the findings of one {@link Diagnosis}. Used by one thread. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();

    /** The index of the finding of each cause, so that all parts with the same cause share a finding. */
    private final Map<String, Integer> causes = new HashMap<>();

    void ok(String subject, String text) {
        all.add(Finding.ok(subject, text));
    }

    /** @param remedy may be null */
    void note(String subject, String text, String remedy) {
        all.add(Finding.note(subject, text, remedy));
    }

    /** @param remedy may be null */
    void problem(String subject, String text, String remedy) {
        all.add(Finding.problem(subject, text, remedy));
    }

    /** Adds a problem. Subjects with the same text and remedy share a line. */
    void sharedProblem(String subject, String text, String remedy) {
        shared(Finding.problem(subject, text, remedy));
    }

    /** Adds a note. Subjects with the same text and remedy share a line. */
    void sharedNote(String subject, String text, String remedy) {
        shared(Finding.note(subject, text, remedy));
    }

    private void shared(Finding added) {
        Integer known = causes.putIfAbsent(added.text() + '\n' + added.remedy(), all.size());
        if (known == null) {
            all.add(added);
        } else {
            String subjects = all.get(known).subject() + ", " + added.subject();
            all.set(known, new Finding(added.level(), subjects, added.text(), added.remedy()));
        }
    }

    /** Whether a shared problem has this text and remedy. */
    boolean has(String text, String remedy) {
        return causes.containsKey(text + '\n' + remedy);
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    /** The text of a field, or null if the field has none. */
    static String text(JsonNode node, String field) {
        return node.path(field).textValue();
    }
}
