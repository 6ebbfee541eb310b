package dev.twitchrelay.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.Installation;
import dev.twitchrelay.support.PackagedRelay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the processes are started.
 *
 * @param command the relay's, without its own arguments
 * @param environment of the relay, beside its settings
 * @param attacker what stands before the attacker's command
 */
record Launch(List<String> command, Map<String, String> environment, List<String> attacker) {
    /**
     * It takes the processor's time that others leave (SCHED_IDLE), as if it ran on another machine: the viewers' delays are then
     * the relay's doing.
     */
    private static final List<String> IDLE = List.of("chrt", "--idle", "0");

    private static final String INSTALLATION = "target/hostile-installation";

    /** With this Java. The attacker is no idle process, because the tests beside this one leave such a process no time. */
    static Launch quick() throws IOException {
        return new Launch(PackagedRelay.command(), Map.of(), List.of());
    }

    /**
     * As the properties say: {@code hostile.java} is the java to take, {@code hostile.launch} either {@code launcher}, which makes
     * the installation of src/main/dist/package, or {@code jar}, and {@code hostile.descriptors} how many files it may have open.
     */
    static Launch configured() throws IOException, InterruptedException {
        String java = System.getProperty("hostile.java", javaHere());
        String how = System.getProperty("hostile.launch", "launcher");
        assertThat(how).as("hostile.launch").isIn("launcher", "jar");
        List<String> command = new ArrayList<>();
        String descriptors = System.getProperty("hostile.descriptors");
        if (descriptors != null) {
            command.addAll(List.of("sh", "-c", "ulimit -n " + descriptors + " && exec \"$0\" \"$@\""));
        }
        if (how.equals("jar")) {
            command.addAll(List.of(java, "-jar", PackagedRelay.JAR.toString()));
            return new Launch(command, Map.of(), IDLE);
        }
        String home = Path.of(java).toRealPath().getParent().getParent().toString();
        Installation.make(Path.of(INSTALLATION), home);
        command.add(INSTALLATION + "/twitch-relay");
        return new Launch(command, Map.of("JAVA_HOME", home), IDLE);
    }

    private static String javaHere() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** For the head of a table. */
    @Override
    public String toString() {
        return String.join(" ", command) + (environment.isEmpty() ? "" : " " + environment);
    }
}
