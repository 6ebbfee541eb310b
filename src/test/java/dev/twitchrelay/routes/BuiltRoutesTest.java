package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.RouteCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes in Java and XML are checked, tested and exchanged as those in YAML. */
class BuiltRoutesTest {
    static final String JAVA = """
            import org.apache.camel.builder.RouteBuilder;

            public class Lamp extends RouteBuilder {
                @Override
                public void configure() {
                    from("direct:lamp").routeId("lamp")
                        .setBody(constant("java"));
                }
            }
            """;

    static final String XML = """
            <routes>
              <route id="lamp">
                <from uri="direct:lamp"/>
                <setBody><constant>xml</constant></setBody>
              </route>
            </routes>
            """;

    private static final String YAML =
            "- route: {id: lamp, from: {uri: direct:lamp, steps: [{setBody: {constant: yaml}}]}}\n";

    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new TreeMap<>();
    private final CamelContext camel = new DefaultCamelContext();
    private LiveRoutes routes;

    @AfterEach
    void stop() {
        camel.stop();
    }

    private List<String> check(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return check();
    }

    private List<String> check() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RouteCommands.check(RouteCommands.SETTINGS)
                .run(List.of(folder.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    private static String java(String steps) {
        return JAVA.replace(".setBody(constant(\"java\"))", steps);
    }

    private static String xml(String steps) {
        return XML.replace("<setBody><constant>xml</constant></setBody>", steps);
    }

    @Test
    void rightFilesHaveNoMistakes() throws IOException {
        check("Lamp.java", JAVA);

        assertThat(check("sinks/blink.camel.xml", XML.replace("lamp", "blink")))
                .containsExactly("2 files, 2 routes, no mistakes");
    }

    @Test
    void theCompilersMistakesAreToldAtTheirPlaces() throws IOException {
        assertThat(check("Lamp.java", JAVA.replace("constant(\"java\"))", "constat(\"java\"), 1)")))
                .containsExactly(
                        "Lamp.java:7:22: there is no method constat(String) here: look at its spelling, and at the"
                                + " imports");
        assertThat(check("Lamp.java", JAVA.replace("\"java\"));", "\"java\"))")))
                .containsExactly("Lamp.java:7:39: the compiler says: ';' expected");
        assertThat(check("Lamp.java", JAVA.replace("class Lamp", "class Lump")))
                .containsExactly("Lamp.java:3:8: the compiler says: class Lump is public, should be declared in a file"
                        + " named Lump.java");
    }

    @Test
    void aFileWithoutARouteIsTold() throws IOException {
        assertThat(check("Lamp.java", "public class Lamp {}\n"))
                .containsExactly(
                        "Lamp.java:1:1: this file holds no route: write 'public class Lamp extends RouteBuilder',"
                                + " with the import org.apache.camel.builder.RouteBuilder");
        Files.delete(folder.resolve("Lamp.java"));
        assertThat(check("lamp.camel.xml", "<routes/>\n"))
                .containsExactly("lamp.camel.xml:1:1: this file holds no route: write one, or delete the file");
    }

    @Test
    void theChecksOfYamlAreThoseOfJava() throws IOException {
        assertThat(check("Lamp.java", java(".to(\"dirct:x\")\n            .to(\"log:x?shawAll=true\")")))
                .containsExactly(
                        "Lamp.java:7:18: unknown component 'dirct': did you mean 'direct'?",
                        "Lamp.java:8:24: the component 'log' has no parameter 'shawAll': did you mean 'showAll'?");
        assertThat(check("Lamp.java", java(".transform().jq(\".a | nosuch\")")))
                .singleElement()
                .asString()
                .startsWith("Lamp.java:7:35: ")
                .contains("nosuch");
        assertThat(check("Lamp.java", java(".bean(\"sendrs\", \"json\")").replace("\"direct:lamp\"", "\"timer:lamp\"")))
                .containsExactly("Lamp.java:7:20: there is no bean 'sendrs': did you mean 'senders'?");
        assertThat(check("Lamp.java", java(".to(\"direct:nobody\")")))
                .containsExactly("Lamp.java:7:18: no route starts from direct:nobody: add such a route, or remove this"
                        + " step");
        assertThat(check("Lamp.java", JAVA.replace(".routeId(\"lamp\")", "")))
                .containsExactly("Lamp.java:6:9: the route has no id: write '.routeId(\"some-name\")' behind 'from(…)';"
                        + " the log and the status name the route by it");
        assertThat(check("Lamp.java", JAVA.replace("direct:lamp", "outbox:lamp?events=channel.folow")))
                .containsExactly(
                        "Lamp.java:6:34: no event has the type 'channel.folow': did you mean 'channel.follow'?");
    }

    @Test
    void theChecksOfYamlAreThoseOfXml() throws IOException {
        assertThat(check("lamp.camel.xml", xml("<to uri=\"dirct:x\"/>\n    <to uri=\"log:x?shawAll=true\"/>")))
                .containsExactly(
                        "lamp.camel.xml:4:14: unknown component 'dirct': did you mean 'direct'?",
                        "lamp.camel.xml:5:20: the component 'log' has no parameter 'shawAll': did you mean 'showAll'?");
        assertThat(check("lamp.camel.xml", xml("<setBdy><constant>x</constant></setBdy>")))
                .containsExactly("lamp.camel.xml:4:6: unknown element 'setBdy': did you mean 'setBody'?");
        assertThat(check("lamp.camel.xml", xml("<to\n      url=\"direct:lamp\"/>")))
                .containsExactly("lamp.camel.xml:5:7: unknown attribute 'url': did you mean 'uri'?");
        assertThat(check("lamp.camel.xml", xml("<to uri=\"direct:lamp\">")))
                .singleElement()
                .asString()
                .startsWith("lamp.camel.xml:5:")
                .contains("this is not XML: ");
        assertThat(check("lamp.camel.xml", "<camel>\n  <rest path=\"/x\"/>\n</camel>\n"))
                .singleElement()
                .asString()
                .startsWith("lamp.camel.xml:2:")
                .contains("<rest> is no entry of a route file");
        assertThat(check("lamp.camel.xml", XML.replace(" id=\"lamp\"", "")))
                .containsExactly(
                        "lamp.camel.xml:2:3: the route has no id: write '<route id=\"some-name\">'; the log and"
                                + " the status name the route by it");
    }

    @Test
    void theClassesOfAFileMayBeUsedInIt() throws IOException {
        assertThat(check(
                        "Lamp.java",
                        java(".bean(Color.class, \"name\")\n            .throwException(Dark.class, \"no\")")
                                .replace(
                                        "    @Override",
                                        "    public static class Color { public String name() { return \"x\"; } }\n"
                                                + "    public static class Dark extends Exception {\n"
                                                + "        public Dark(String message) { super(message); }\n    }\n\n    @Override")
                                .replace("from(", "onException(Dark.class).handled(true);\n        from(")))
                .containsExactly("1 files, 1 routes, no mistakes");
    }

    @Test
    void aFailureWhileRoutesAreBuiltIsToldAtItsLine() throws IOException {
        assertThat(check(
                        "Lamp.java", JAVA.replace("from(\"direct:lamp\")", "from(Object.class.cast(null).toString())")))
                .singleElement()
                .asString()
                .startsWith("Lamp.java:6:1: the routes cannot be built: ");
    }

    @Test
    void oneNameInTwoLanguagesIsTold() throws IOException {
        check("Lamp.java", JAVA);

        assertThat(check("other.camel.yaml", YAML.replace("id: lamp", "id: other")))
                .anyMatch(line -> line.startsWith("other.camel.yaml:1:")
                        && line.contains("the route 'lamp' in Lamp.java:6 starts from direct:lamp, too"));
    }

    @Test
    void testsOfRoutesRunThem() throws IOException {
        check("Lamp.java", JAVA);
        Files.createDirectory(folder.resolve("tests"));
        Files.writeString(
                folder.resolve("tests/lamp.test.yaml"),
                "- {test: it says its language, route: lamp, input: {body: x}, expect: [], reply: {body: java}}\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int exit = RouteCommands.test(RouteCommands.SETTINGS)
                .run(List.of(folder.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(exit).as("%s", out).isZero();
    }

    private void start() throws Exception {
        RouteVocabulary vocabulary = RouteCommands.vocabulary(Map.of("lamp.word", "hello"));
        vocabulary.teach(camel);
        camel.start();
        routes = new LiveRoutes(camel, () -> () -> {}, vocabulary, 0, Clock.systemUTC());
    }

    private void save(String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
        routes.take(new FolderSnapshot(new TreeMap<>(files)));
    }

    private String send() {
        return camel.createFluentProducerTemplate()
                .to("direct:lamp")
                .withBody("x")
                .request(String.class);
    }

    private String state(String file) {
        return routes.files().stream()
                .filter(status -> status.file().equals(file))
                .map(LiveRoutes.FileStatus::state)
                .findFirst()
                .orElse("unknown");
    }

    @Test
    void anEditIsExchangedAndAMistakeChangesNothing() throws Exception {
        start();
        for (Map.Entry<String, String> file :
                Map.of("Lamp.java", JAVA, "lamp.camel.xml", XML).entrySet()) {
            files.clear();
            save(file.getKey(), file.getValue());
            assertThat(send()).isIn("java", "xml");

            save(file.getKey(), file.getValue().replace("java\"", "new\"").replace(">xml<", ">new<"));
            assertThat(send()).isEqualTo("new");

            save(file.getKey(), file.getValue().replace("setBody", "setBdy"));
            assertThat(send()).isEqualTo("new");
            assertThat(state(file.getKey())).isEqualTo("refused");
        }
    }

    @Test
    void aRouteThatDoesNotStartIsTakenBack() throws Exception {
        start();
        save("Lamp.java", JAVA);
        String unstartable = "file:no-such-folder?autoCreate=false&startingDirectoryMustExist=true";

        save(
                "Lamp.java",
                JAVA.replace(
                                "        from(",
                                "        from(\"" + unstartable
                                        + "\").routeId(\"other\").to(\"log:x\");\n        from(")
                        .replace("\"java\"", "\"new\""));

        assertThat(send()).isEqualTo("java");
        assertThat(state("Lamp.java")).isEqualTo("refused");
    }

    @Test
    void aBeanOfAFileInXmlIsUsedByItsRoutes() throws Exception {
        start();
        save("lamp.camel.xml", """
                <camel>
                  <bean name="names" type="java.util.ArrayList"/>
                  <route id="lamp">
                    <from uri="direct:lamp"/>
                    <bean ref="names" method="size"/>
                  </route>
                </camel>
                """);

        assertThat(routes.files().get(0).problems()).isEmpty();
        assertThat(send()).isEqualTo("0");
    }

    @Test
    void aSettingIsInjected() throws Exception {
        start();
        save(
                "Lamp.java",
                JAVA.replace(
                                "    @Override",
                                "    @org.apache.camel.PropertyInject(\"lamp.word\")\n"
                                        + "    String word;\n\n    @Override")
                        .replace("\"java\"", "word"));

        assertThat(send()).isEqualTo("hello");
    }

    @Test
    void aRouteConfigurationInJavaHolds() throws Exception {
        start();
        save("Errors.java", """
                import org.apache.camel.builder.RouteConfigurationBuilder;

                public class Errors extends RouteConfigurationBuilder {
                    @Override
                    public void configuration() {
                        routeConfiguration().onException(Exception.class).handled(true).setBody(constant("handled"));
                    }
                }
                """);
        save(
                "lamp.camel.yaml",
                YAML.replace(
                        "{setBody: {constant: yaml}}",
                        "{throwException: {exceptionType:" + " java.lang.Exception, message: no}}"));

        assertThat(routes.files())
                .allSatisfy(file -> assertThat(file.problems()).isEmpty());
        assertThat(send()).isEqualTo("handled");
    }
}
