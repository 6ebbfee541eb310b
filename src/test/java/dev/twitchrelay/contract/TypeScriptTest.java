package dev.twitchrelay.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.NpmPackages;
import dev.twitchrelay.support.OutsideTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The declarations of {@code twitch-stream.d.ts}, compiled by TypeScript itself. */
class TypeScriptTest {
    private static final Path DECLARATIONS = Path.of("src/main/resources/static/twitch-stream.d.ts");

    /** Each line below a ts-expect-error has a fault that the compiler must find. */
    private static final String PROGRAM = """
            import { subscribe, type EventMessage, type Events } from './twitch-stream.js';

            subscribe('stats', ({ data }) => {
              const sum: number = data.followers + data.subs;
              // @ts-expect-error
              data.folowers;
            });

            subscribe('event', (message: EventMessage, id: string) => {
              if (message.event === 'channel.raid' && 'viewers' in message.data) {
                const viewers = message.data.viewers;
              }
            });

            const cheer: Events['channel.cheer'] = {
              user_id: null, user_login: null, user_name: null, is_anonymous: true, message: 'Cheer1', bits: 1,
              broadcaster_user_id: '1', broadcaster_user_login: 'a', broadcaster_user_name: 'A',
            };
            // @ts-expect-error
            cheer.bit;
            // @ts-expect-error
            const text: string = cheer.bits;
            const reward: Events['channel.channel_points_custom_reward.update'] | null = null;
            const cost: number | undefined = (reward as Events['channel.channel_points_custom_reward.add'] | null)?.cost;
            // @ts-expect-error
            subscribe('nothing', () => {});
            """;

    @Test
    void theCompilerAcceptsTheDeclarationsAndFindsMistakesInAProgram(@TempDir Path folder) throws Exception {
        Path modules = NpmPackages.install("typescript@5.9.3");
        Files.copy(DECLARATIONS, folder.resolve("twitch-stream.d.ts"));
        Path program = Files.writeString(folder.resolve("program.ts"), PROGRAM);

        String faults = OutsideTool.run(List.of(
                "node",
                modules.resolve("typescript/bin/tsc").toString(),
                "--noEmit",
                "--strict",
                "--module",
                "nodenext",
                "--target",
                "es2022",
                program.toString()));

        assertThat(faults).isEmpty();
    }

    /** Equal members of several events are written once. */
    @Test
    void noTwoEventsHaveTheSameText() {
        Matcher events = Pattern.compile("(?sm)^  '[a-z_.]+': (.*?);$(?=\\n  /\\*\\*|\\n})")
                .matcher(ContractFiles.read(DECLARATIONS));
        HashSet<String> shapes = new HashSet<>();
        int found = 0;
        while (events.find()) {
            found++;
            String shape = events.group(1);
            assertThat(!shape.contains("\n") || shapes.add(shape)).as(shape).isTrue();
        }
        assertThat(found).isEqualTo(EventCatalog.read().types().size());
    }
}
