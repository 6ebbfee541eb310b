package dev.twitchrelay.routes;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * What the compiler reads and writes: the class path of the relay with the jars of {@code relay.lib}, and the compiled
 * classes in memory. The compiler itself cannot open the jars inside the executable jar, so this class lists their
 * classes. Used for one compilation, by one thread.
 */
final class CompilerFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
    /** The classes of jars inside a jar, by package. */
    private final Map<String, List<NestedEntry>> nested = new HashMap<>();

    private final Map<String, Output> outputs = new LinkedHashMap<>();

    /**
     * @param standard is closed with this
     * @param relay the class loader that the compiled classes will have as their parent
     */
    CompilerFiles(StandardJavaFileManager standard, ClassLoader relay) throws IOException {
        super(standard);
        List<File> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            path.add(new File(entry));
        }
        for (ClassLoader loader = relay; loader != null; loader = loader.getParent()) {
            if (loader instanceof URLClassLoader jars) {
                for (URL jar : jars.getURLs()) {
                    if (jar.getProtocol().equals("file")) {
                        path.add(file(jar));
                    } else {
                        list(((JarURLConnection) jar.openConnection()).getJarFile());
                    }
                }
            }
        }
        standard.setLocation(StandardLocation.CLASS_PATH, path);
    }

    private static File file(URL jar) throws IOException {
        try {
            return Path.of(jar.toURI()).toFile();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private void list(JarFile jar) {
        jar.stream()
                .filter(entry -> entry.getName().endsWith(Kind.CLASS.extension))
                .forEach(entry -> {
                    String folder = entry.getName()
                            .substring(0, Math.max(0, entry.getName().lastIndexOf('/')));
                    nested.computeIfAbsent(folder.replace('/', '.'), name -> new ArrayList<>())
                            .add(new NestedEntry(jar, entry));
                });
    }

    /** The compiled classes by their names. */
    Map<String, byte[]> compiled() {
        Map<String, byte[]> compiled = new LinkedHashMap<>();
        outputs.forEach((name, output) -> compiled.put(name, output.content.toByteArray()));
        return compiled;
    }

    @Override
    public Iterable<JavaFileObject> list(Location location, String packageName, Set<Kind> kinds, boolean recurse)
            throws IOException {
        Iterable<JavaFileObject> files = super.list(location, packageName, kinds, recurse);
        if (location != StandardLocation.CLASS_PATH
                || !kinds.contains(Kind.CLASS)
                || !nested.containsKey(packageName)) {
            return files;
        }
        List<JavaFileObject> all = new ArrayList<>();
        nested.get(packageName).forEach(entry -> all.add(new NestedClass(entry)));
        files.forEach(all::add);
        return all;
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof NestedClass of ? of.binaryName : super.inferBinaryName(location, file);
    }

    @Override
    public boolean isSameFile(FileObject one, FileObject other) {
        return Stream.of(one, other).anyMatch(file -> file instanceof NestedClass || file instanceof Output)
                ? one.equals(other)
                : super.isSameFile(one, other);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(Location location, String className, Kind kind, FileObject sibling) {
        return outputs.computeIfAbsent(className, Output::new);
    }

    private record NestedEntry(JarFile jar, JarEntry entry) {}

    private static final class NestedClass extends SimpleJavaFileObject {
        private final NestedEntry nested;
        private final String binaryName;

        NestedClass(NestedEntry nested) {
            super(URI.create("nested:///" + nested.entry().getName()), Kind.CLASS);
            this.nested = nested;
            this.binaryName =
                    nested.entry().getName().replaceFirst("\\.class$", "").replace('/', '.');
        }

        @Override
        public InputStream openInputStream() throws IOException {
            return nested.jar().getInputStream(nested.entry());
        }
    }

    private static final class Output extends SimpleJavaFileObject {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Output(String className) {
            super(URI.create("memory:///" + className.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return content;
        }
    }
}
