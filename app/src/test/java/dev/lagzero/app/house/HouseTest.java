package dev.lagzero.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks the source tree: the budgets that no compiler knows. */
class HouseTest {

    private static final int MEDIAN = 80;
    private static final int LONGEST = 400;
    private static final int LONGEST_TEST = 500;
    private static final Set<String> NO_ROOMS =
            Set.of("common", "util", "utils", "helper", "helpers", "manager", "impl");

    private static final Path ROOT = root();

    @Test
    void filesAreShort() {
        List<Path> main = sources("main");
        assertTrue(main.size() > 50, "found only " + main.size() + " files under " + ROOT);
        List<Integer> lengths = new ArrayList<>(main.stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .map(HouseTest::lines)
                .sorted()
                .toList());
        int median = lengths.get(lengths.size() / 2);
        assertTrue(median <= MEDIAN, "the median file has " + median + " lines");
        assertEquals(List.of(), longerThan(LONGEST, main));
        assertEquals(List.of(), longerThan(LONGEST_TEST, sources("test")));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        List<Path> silent = sources("main").stream()
                .map(Path::getParent)
                .distinct()
                .filter(directory -> !Files.exists(directory.resolve("package-info.java")))
                .toList();
        assertEquals(List.of(), silent);
    }

    @Test
    void noRoomIsCalledAfterNothing() {
        List<Path> rooms = sources("main").stream()
                .map(Path::getParent)
                .distinct()
                .filter(directory -> NO_ROOMS.contains(directory.getFileName().toString()))
                .toList();
        assertEquals(List.of(), rooms);
    }

    @Test
    void aProgramEndsInItsMain() {
        List<String> exits = sources("main").stream()
                .filter(file -> read(file).contains("System.exit("))
                .map(file -> file.getParent().getFileName() + "/" + file.getFileName())
                .sorted()
                .toList();
        assertEquals(List.of("app/Main.java", "bench/Main.java"), exits);
    }

    @Test
    void noTestIsSwitchedOff() {
        List<Path> off = sources("test").stream()
                .filter(file -> read(file).lines().anyMatch(line -> line.strip().startsWith("@Disabled")))
                .toList();
        assertEquals(List.of(), off);
    }

    private static List<String> longerThan(int bound, List<Path> files) {
        return files.stream()
                .filter(file -> lines(file) > bound)
                .map(file -> ROOT.relativize(file) + " has " + lines(file) + " lines")
                .toList();
    }

    private static List<Path> sources(String kind) {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src").resolve(kind).resolve("java"))
                    .filter(Files::isDirectory)
                    .flatMap(HouseTest::javaFiles)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lines(Path file) {
        return (int) read(file).lines().count();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("schemas/pom.xml"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
