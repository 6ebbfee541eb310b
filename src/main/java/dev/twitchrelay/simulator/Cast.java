package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The invented viewers, from {@code simulator/cast.json}. Loop-confined, because of the given randomness. */
final class Cast {
    private static final long FIRST_ID = 800_200;
    private static final long FIRST_STRANGER_ID = 900_000;

    private final List<Person> people = new ArrayList<>();
    private final Random random;

    Cast(Random random) {
        this.random = random;
        for (JsonNode person : SimulatorJson.resource("cast.json")) {
            people.add(new Person(
                    String.valueOf(FIRST_ID + people.size()),
                    person.path("login").asText(),
                    person.path("name").asText()));
        }
    }

    Person anyone() {
        return people.get(random.nextInt(people.size()));
    }

    List<Person> people() {
        return people;
    }

    /** An invented person who only fills lists; the same number gives the same person. */
    static Person stranger(int number) {
        return Person.of(String.valueOf(FIRST_STRANGER_ID + number), "Viewer_" + number);
    }
}
