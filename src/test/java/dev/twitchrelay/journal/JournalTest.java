package dev.twitchrelay.journal;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.support.FullDisk;
import dev.twitchrelay.support.LogLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long MEBIBYTE = 1L << 20;

    @TempDir
    Path folder;

    private final FullDisk disk = new FullDisk();

    private Journal open() {
        return Journal.open(folder, MEBIBYTE, disk);
    }

    private List<String> texts() {
        try (Journal journal = open()) {
            return texts(journal);
        }
    }

    private static List<String> texts(Journal journal) {
        List<String> texts = new ArrayList<>();
        journal.takeTexts(texts::add);
        return texts;
    }

    private Path newestFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    @Test
    void whatWasAppendedIsThereWhenItIsOpenedAgain() {
        try (Journal journal = open()) {
            journal.append("one");
            journal.append("zwei 🎈 \"quoted\"");
        }
        try (Journal journal = open()) {
            assertThat(texts(journal)).containsExactly("one", "zwei 🎈 \"quoted\"");
            assertThat(journal.wasComplete()).isTrue();
            journal.append("three");
        }
        assertThat(texts()).containsExactly("one", "zwei 🎈 \"quoted\"", "three");
    }

    @Test
    void whatWasAppendedIsInTheFileAtOnceSoThatAKillLosesNothing() throws IOException {
        try (Journal journal = open()) {
            journal.append("one");

            assertThat(Files.readString(newestFile())).endsWith(" one\n");
        }
    }

    @Test
    void aTornEndIsCutOffWhereverItWasTorn() throws IOException {
        try (Journal journal = open()) {
            journal.append("one");
            journal.append("two");
        }
        byte[] whole = Files.readAllBytes(newestFile());
        int second = whole.length / 2;
        for (int length = second; length < whole.length; length++) {
            Files.write(newestFile(), java.util.Arrays.copyOf(whole, length));
            try (Journal journal = open()) {
                assertThat(texts(journal)).containsExactly("one");
                journal.append("three");
            }
            assertThat(texts()).as("torn after %d bytes", length).containsExactly("one", "three");
        }
    }

    @Test
    void aLineWhoseChecksumIsWrongIsPassedOver() throws IOException {
        try (Journal journal = open()) {
            List.of("one", "two", "three").forEach(journal::append);
        }
        Files.writeString(newestFile(), Files.readString(newestFile()).replace(" two", " tvo"));

        assertThat(texts()).containsExactly("one", "three");
    }

    @Test
    void rubbishAtTheEndDoesNoHarm() throws IOException {
        try (Journal journal = open()) {
            journal.append("one");
        }
        Files.write(newestFile(), new byte[5_000], StandardOpenOption.APPEND);
        try (Journal journal = open()) {
            journal.append("two");
        }
        assertThat(texts()).containsExactly("one", "two");
    }

    @Test
    void itsFilesStayWithinTheBoundAndTheNewestTextsStay() throws IOException {
        String text = "x".repeat(1_000);
        try (Journal journal = open()) {
            IntStream.range(0, 5_000).forEach(n -> journal.append(n + text));
            assertThat(journal.status().bytes()).isLessThanOrEqualTo(MEBIBYTE);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThanOrEqualTo(MEBIBYTE + 1);
        }
        List<String> texts = texts();
        assertThat(texts).hasSizeGreaterThan(700);
        assertThat(texts.get(texts.size() - 1)).startsWith("4999x");
        assertThat(texts.get(0)).startsWith(5_000 - texts.size() + "x");
    }

    @Test
    void onAFullDiskTextsWaitAndAreWrittenWhenThereIsRoomAgain() {
        try (Journal journal = open()) {
            journal.append("one");
            disk.full = true;
            journal.append("two");
            journal.append("three");

            assertThat(journal.status().problem()).contains("No space left").contains(folder.toString());
            assertThat(journal.status().waiting()).isEqualTo(2);
            disk.full = false;
            await().atMost(ofSeconds(5)).until(() -> journal.status().problem() == null);
            assertThat(journal.status().waiting()).isZero();
            journal.append("four");
        }
        assertThat(texts()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void aDiskThatIsNearlyFullIsAPairOfLinesAndNotOneEachSecond() {
        try (LogLines log = new LogLines(Journal.class);
                Journal journal = open()) {
            for (int i = 0; i < 3; i++) {
                disk.full = true;
                journal.append("waits");
                disk.full = false;
                await().atMost(ofSeconds(5)).until(() -> journal.status().problem() == null);
            }
            assertThat(log.texts()).hasSize(2);
            assertThat(log.texts().get(0)).startsWith("events of this moment may not survive a restart");
            assertThat(log.texts().get(1)).isEqualTo("events survive a restart again");
        }
    }

    @Test
    void whatARunCouldNotWriteUpToItsEndIsKnownToBeMissing() {
        try (Journal journal = open()) {
            journal.append("one", 1);
            disk.full = true;
            journal.append("two", 2);
        }
        disk.full = false;
        for (int start = 0; start < 2; start++) {
            try (Journal journal = open()) {
                assertThat(texts(journal)).containsExactly("one");
                assertThat(journal.last()).isEqualTo(2);
            }
        }
    }

    @Test
    void whatAnOlderReleaseMarkedAsIncompleteIsSoUntilItIsTakenNoteOf() throws IOException {
        Files.writeString(folder.resolve("state"), "i");
        try (Journal journal = open()) {
            assertThat(journal.wasComplete()).isFalse();
            journal.reached(7);
        }
        try (Journal journal = open()) {
            assertThat(journal.wasComplete()).isTrue();
            assertThat(journal.last()).isEqualTo(7);
        }
    }

    @Test
    void aFileThatIsLargerThanTheMemoryIsReadNevertheless() throws Exception {
        byte[] line = JournalLine.encode("x".repeat(1_000));
        try (var file =
                new java.io.BufferedOutputStream(Files.newOutputStream(folder.resolve("events-000000000001.log")))) {
            for (int i = 0; i < 80_000; i++) {
                file.write(line);
            }
            file.write("y".repeat(3 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            file.write('\n');
            file.write(JournalLine.encode("the last"));
        }
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(reader.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(reader.waitFor()).as(said).isZero();
        assertThat(said).endsWith("the last [events-000000000001.log has 1 damaged lines]\n");
    }

    /** A process of its own, with little memory. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) {
            try (Journal journal = Journal.open(Path.of(arguments[0]), 16 * MEBIBYTE, dev.twitchrelay.kit.Disk.REAL)) {
                List<String> texts = texts(journal);
                System.out.println(texts.get(texts.size() - 1) + " " + journal.damage());
            }
        }
    }

    @Test
    void whatWaitsForADiskIsBounded() {
        String text = "x".repeat(100_000);
        try (Journal journal = open()) {
            disk.full = true;
            IntStream.range(0, 200).forEach(n -> journal.append(text));

            assertThat(journal.status().waiting()).isBetween(80, 90);
            assertThat(journal.status().dropped())
                    .isEqualTo(200 - journal.status().waiting());
        }
    }

    @Test
    void aSecondRelayOnTheSameFolderKeepsNothingAndHarmsNothing() {
        try (Journal first = open()) {
            first.append("one");
            try (Journal second = open()) {
                second.append("not mine");
                assertThat(second.status().problem()).contains("another relay");
            }
            first.append("two");
        }
        assertThat(texts()).containsExactly("one", "two");
    }

    @Test
    void aFolderThatCannotBeMadeIsAProblemAndNoFailure() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (Journal journal = Journal.open(file.resolve("journal"), MEBIBYTE, disk)) {
            journal.append("one");
            assertThat(journal.status().problem()).contains("cannot write");
            Files.delete(file);
            await().atMost(ofSeconds(5)).until(() -> journal.status().problem() == null);
        }
        try (Journal journal = Journal.open(file.resolve("journal"), MEBIBYTE, disk)) {
            assertThat(texts(journal)).containsExactly("one");
        }
    }

    @Test
    void anEndWhileTheTimerWritesLosesNothingAndReleasesTheFolder() throws Exception {
        Thread publisher = Thread.currentThread();
        CountDownLatch writing = new CountDownLatch(1);
        Disk slow = new Disk() {
            @Override
            public void write(FileChannel file, ByteBuffer content, long position) throws IOException {
                if (Thread.currentThread() == publisher) {
                    throw new IOException("No space left on device");
                }
                writing.countDown();
                LockSupport.parkNanos(ofSeconds(1).toNanos());
                super.write(file, content, position);
            }
        };
        try (Journal journal = Journal.open(folder, MEBIBYTE, slow)) {
            journal.append("one");
            writing.await();
        }

        assertThat(texts()).containsExactly("one");
    }
}
