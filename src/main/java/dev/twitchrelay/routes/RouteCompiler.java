package dev.twitchrelay.routes;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;

/**
 * Compiles a route file in Java in memory, with the compiler of the JDK that the relay runs on. {@link RouteReader}
 * calls it; nothing of it is loaded before the first such file.
 */
final class RouteCompiler {
    private static final List<String> OPTIONS = List.of("-proc:none", "-implicit:none", "-nowarn", "-g");

    /** The second line of {@code cannot find symbol}. */
    private static final Pattern SYMBOL = Pattern.compile("(?m)^\\s*symbol:\\s*(?<symbol>.+?)\\s*$");

    /** The packages in front of the name of a class. */
    private static final Pattern PACKAGES = Pattern.compile("\\b([a-z_][a-z0-9_]*\\.)+(?=[A-Z])");

    private RouteCompiler() {}

    /**
     * The class that a file is named after.
     *
     * @throws RejectedFileException if there is no compiler, with all mistakes that the compiler finds, or if the file
     *     holds no such class that extends RouteBuilder
     */
    static Class<? extends RouteBuilder> compile(String file, String text) throws RejectedFileException {
        if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
            throw rejected(
                    file,
                    "this Java has no compiler, so it cannot run routes in Java: start the relay with a JDK instead of a JRE"
                            + " (JAVA_HOME names its folder), or write the route in YAML or XML");
        }
        String name = file.replaceFirst("^.*/", "").replaceFirst("\\.java$", "");
        ClassLoader relay = Thread.currentThread().getContextClassLoader();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (CompilerFiles files =
                new CompilerFiles(compiler.getStandardFileManager(found, Locale.ENGLISH, null), relay)) {
            boolean compiled = compiler.getTask(null, files, found, OPTIONS, null, List.of(new Source(name, text)))
                    .call();
            if (!compiled) {
                throw new RejectedFileException(mistakes(file, found.getDiagnostics()));
            }
            return routeBuilder(file, name, files.compiled(), relay);
        } catch (IOException e) {
            throw new IllegalStateException("the class path cannot be read", e);
        }
    }

    private static Class<? extends RouteBuilder> routeBuilder(
            String file, String name, Map<String, byte[]> classes, ClassLoader relay) throws RejectedFileException {
        Classes loader = new Classes(classes, relay);
        try {
            for (String each : classes.keySet()) {
                if (each.replaceFirst("^.*\\.", "").equals(name)
                        && RouteBuilder.class.isAssignableFrom(loader.loadClass(each))) {
                    return loader.loadClass(each).asSubclass(RouteBuilder.class);
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        throw rejected(
                file,
                "this file holds no route: write 'public class " + name
                        + " extends RouteBuilder', with the import org.apache.camel.builder.RouteBuilder");
    }

    private static List<Problem> mistakes(String file, List<Diagnostic<? extends JavaFileObject>> found) {
        List<Problem> mistakes = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> each : found) {
            if (each.getKind() == Diagnostic.Kind.ERROR) {
                mistakes.add(new Problem(
                        file,
                        (int) Math.max(1, each.getLineNumber()),
                        (int) Math.max(1, each.getColumnNumber()),
                        words(each.getMessage(Locale.ENGLISH))));
            }
        }
        return mistakes;
    }

    /** The compiler's message in one line, and short names of classes in it. */
    private static String words(String message) {
        Matcher symbol = SYMBOL.matcher(message);
        if (message.startsWith("cannot find symbol") && symbol.find()) {
            return "there is no " + shortNames(symbol.group("symbol"))
                    + " here: look at its spelling, and at the imports";
        }
        return "the compiler says: " + shortNames(message.strip().replaceAll("\\s*\\R\\s*", ", "));
    }

    private static String shortNames(String text) {
        return PACKAGES.matcher(text).replaceAll("");
    }

    private static RejectedFileException rejected(String file, String message) {
        return new RejectedFileException(new Problem(file, 1, 1, message));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replaceAll("[^\\w$-]", "_") + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /**
     * Lets a Camel context find the classes of a file by their names, as it has to for exceptions and beans.
     *
     * @param type the latest class that {@link #compile} has made of the file
     */
    static void makeKnown(CamelContext camel, String file, Class<?> type) {
        LatestClasses latest = camel.getCamelContextExtension().getContextPlugin(LatestClasses.class);
        if (latest == null) {
            latest = new LatestClasses();
            camel.getCamelContextExtension().addContextPlugin(LatestClasses.class, latest);
            camel.getClassResolver().addClassLoader(latest);
        }
        latest.files.put(file, (Classes) type.getClassLoader());
    }

    /** The classes of the version of each file that was built last. A context cannot forget a class loader. */
    private static final class LatestClasses extends ClassLoader {
        private final Map<String, Classes> files = new ConcurrentHashMap<>();

        LatestClasses() {
            super(null);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            for (Classes each : files.values()) {
                if (each.classes.containsKey(name)) {
                    return each.loadClass(name);
                }
            }
            throw new ClassNotFoundException(name);
        }
    }

    /** The classes of one version of a file. They go with the routes that they have built. */
    private static final class Classes extends ClassLoader {
        private final Map<String, byte[]> classes;

        Classes(Map<String, byte[]> classes, ClassLoader relay) {
            super(relay);
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] content = classes.get(name);
            if (content == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, content, 0, content.length);
        }
    }
}
