package dev.twitchrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.diagnosis.Diagnosis;
import dev.twitchrelay.diagnosis.Finding;
import dev.twitchrelay.proxy.Proxies;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code doctor}: checks everything between Twitch and the viewers. It asks the relay that runs on this computer,
 * because only that relay knows its subscriptions. Without a running relay it checks the sign-in and the routes itself.
 */
public final class DoctorCommand implements Command {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration FIRST_BYTE = Duration.ofSeconds(20);

    private final Settings settings;

    public DoctorCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String usage() {
        return "doctor [--url ADDRESS]   checks the sign-in, scopes, subscriptions and the stream's public ADDRESS;"
                + " names remedies";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        URI address = address(arguments);
        List<Finding> findings = new ArrayList<>();
        Optional<JsonNode> running = RelayApi.of(settings).status();
        if (running.isPresent()) {
            out.println("the relay at " + settings.relay());
            findings.addAll(Diagnosis.of(running.get(), Instant.now()));
        } else {
            out.println("no relay answers at " + settings.relay() + "; these checks work without a relay");
            checkWithoutRelay(findings);
        }
        if (address != null) {
            findings.add(new StreamProbe(
                            HttpClient.newBuilder()
                                    .connectTimeout(CONNECT)
                                    .proxy(new Proxies(settings::find))
                                    .build(),
                            FIRST_BYTE)
                    .probe(address));
        }
        return print(findings, out);
    }

    private void checkWithoutRelay(List<Finding> findings) {
        if (settings.get("twitch.client-id").isEmpty()) {
            findings.add(Finding.problem(
                    "twitch.client-id",
                    "is not set",
                    "register an application at https://dev.twitch.tv/console/apps and set TWITCH_CLIENT_ID"));
            return;
        }
        settings.check();
        List<String> types = OfflineStatus.types(settings, findings);
        findings.addAll(Diagnosis.of(OfflineStatus.status(settings, types), Instant.now()));
    }

    private static URI address(List<String> arguments) {
        String text = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--url") && i + 1 < arguments.size()) {
                text = arguments.get(++i);
            } else if (argument.startsWith("--url=")) {
                text = argument.substring("--url=".length());
            } else if (!argument.startsWith("--") || !argument.contains("=")) {
                throw new UsageException("doctor does not know '" + argument + "'");
            }
        }
        if (text == null) {
            return null;
        }
        try {
            URI address = URI.create(text);
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // reported below
        }
        throw new UsageException("--url is '" + text + "', but an address begins with https:// or http://");
    }

    private static int print(List<Finding> findings, PrintStream out) {
        int width = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .max()
                .orElse(0);
        for (Finding finding : findings) {
            String mark = finding.isProblem() ? "PROBLEM" : finding.level();
            out.printf(
                    "  %-8s %-" + Math.max(1, Math.min(width, 32)) + "s  %s%n",
                    mark,
                    finding.subject(),
                    finding.text());
            if (finding.remedy() != null) {
                out.printf("  %-8s to do: %s%n", "", finding.remedy());
            }
        }
        long problems = findings.stream().filter(Finding::isProblem).count();
        out.println(problems == 0 ? "all is well" : problems == 1 ? "1 problem" : problems + " problems");
        return problems == 0 ? 0 : 1;
    }
}
