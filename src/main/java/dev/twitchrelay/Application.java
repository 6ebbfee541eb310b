package dev.twitchrelay;

import dev.twitchrelay.cli.CommandLine;
import dev.twitchrelay.cli.DoctorCommand;
import dev.twitchrelay.cli.LibAddCommand;
import dev.twitchrelay.cli.OutboxCommand;
import dev.twitchrelay.cli.RoutesCheckCommand;
import dev.twitchrelay.cli.RoutesNewCommand;
import dev.twitchrelay.cli.RoutesTapCommand;
import dev.twitchrelay.cli.RoutesTestCommand;
import dev.twitchrelay.cli.Settings;
import dev.twitchrelay.cli.SignOutCommand;
import dev.twitchrelay.routes.RouteVocabulary;
import dev.twitchrelay.wiring.CommandEnvironment;
import dev.twitchrelay.wiring.DataFolder;
import dev.twitchrelay.wiring.InvalidSettingException;
import dev.twitchrelay.wiring.JvmSettings;
import dev.twitchrelay.wiring.LastResort;
import dev.twitchrelay.wiring.LibFolder;
import dev.twitchrelay.wiring.OfflineVocabulary;
import dev.twitchrelay.wiring.PortCheck;
import dev.twitchrelay.wiring.StartupFailure;
import dev.twitchrelay.wiring.Utf8;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.ConfigurableEnvironment;

/** Starts the relay, or runs the command that its arguments begin with. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Application {
    public static void main(String[] args) {
        Utf8.ensure();
        JvmSettings.preset();
        try {
            LibFolder.use(args);
        } catch (InvalidSettingException e) {
            System.exit(refused(e));
        }
        if (CommandLine.asksForCommand(args)) {
            System.exit(run(args));
        }
        LastResort.install();
        try {
            // the filter is added here, because Spring sets up logging before this
            relay().initializers(context -> LastResort.watchLog()).run(args);
        } catch (RuntimeException reported) {
            // StartupFailure has printed the reason; threads that run already must not keep the process alive
            System.exit(1);
        }
    }

    /** The relay. It checks its ports and takes its data folder before anything else begins. */
    public static SpringApplicationBuilder relay() {
        return new SpringApplicationBuilder(Application.class).initializers(new PortCheck(), new DataFolder());
    }

    private static int run(String[] args) {
        try {
            ConfigurableEnvironment environment = CommandEnvironment.of(args);
            Settings settings = CommandEnvironment.settings(environment);
            Supplier<RouteVocabulary> vocabulary = () -> OfflineVocabulary.of(environment, Map.of());
            return new CommandLine(List.of(
                            new DoctorCommand(settings, vocabulary),
                            new SignOutCommand(settings),
                            new RoutesCheckCommand(settings, vocabulary),
                            new RoutesTestCommand(settings, own -> OfflineVocabulary.of(environment, own)),
                            new RoutesTapCommand(settings),
                            new RoutesNewCommand(settings),
                            new LibAddCommand(settings, LibFolder.folder(args), LibFolder::isInRelay),
                            new OutboxCommand(settings)))
                    .run(args, System.out, System.err);
        } catch (InvalidSettingException e) {
            return refused(e);
        } catch (RuntimeException e) {
            FailureAnalysis known = new StartupFailure().analyze(e);
            if (known == null) {
                throw e;
            }
            System.err.println(known.getDescription() + ". To do: " + known.getAction() + ".");
            return 1;
        }
    }

    private static int refused(InvalidSettingException e) {
        System.err.println(e.getMessage() + ". To do: " + e.remedy() + ".");
        return 2;
    }
}
