package dev.lagzero.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamesTest {

    /** Longer than a look is shared, and than a change is too young to tell of later ones. */
    private static final long SETTLING_MILLIS = 250;

    @TempDir
    private Path folder;

    private Path directory;
    private Path file;

    @BeforeEach
    void createFiles() throws Exception {
        directory = Files.createDirectory(folder.resolve("sources"));
        file = Files.writeString(directory.resolve("shop.db"), "one");
        Files.writeString(directory.resolve("other.db"), "two");
    }

    @Test
    void whatIsWrittenInAFileLeavesTheNamesAsTheyWere() throws Exception {
        Names names = settled(file);
        long before = names.unchangedAt();
        Files.writeString(file, "three and more");
        Thread.sleep(SETTLING_MILLIS);
        assertTrue(names.unchangedAt() > before, "said of a later moment");
    }

    @Test
    void whatIsReplacedDeletedOrCreatedShows() throws Exception {
        Names names = settled(file);
        Path other = Files.writeString(folder.resolve("new.db"), "four");
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertChanged(names);
        names = settled(file);
        Files.delete(directory.resolve("other.db"));
        assertChanged(names);
        names = settled(file);
        Files.createFile(directory.resolve("shop.db-shm"));
        assertChanged(names);
    }

    @Test
    void aDirectorySTimeThatIsSetBackHidesNothing() throws Exception {
        FileTime before = Files.getLastModifiedTime(directory);
        Names names = settled(file);
        Files.move(Files.writeString(folder.resolve("new.db"), "four"), file, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(directory, before);
        assertChanged(names);
    }

    @Test
    void anotherDirectoryInItsPlaceShows() throws Exception {
        Names names = settled(file);
        Files.move(directory, folder.resolve("old"));
        Files.createDirectory(directory);
        Files.writeString(file, "five");
        assertChanged(names);
    }

    @Test
    void whatChangedJustNowTellsNothingOfALaterChangeInTheSameTick() throws Exception {
        Files.createFile(directory.resolve("shop.db-wal"));
        Names names = new Names(new Directories(), file);
        names.note();
        assertEquals(0, names.unchangedAt(), "the next change may bear the same time");
    }

    @Test
    void ofALinkToAFileElsewhereItsDirectoryTellsNothing() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), file);
        Thread.sleep(SETTLING_MILLIS);
        Names names = new Names(new Directories(), link);
        names.note();
        assertEquals(0, names.unchangedAt(), "the file may be replaced where it is");
    }

    private static Names settled(Path file) throws Exception {
        Thread.sleep(SETTLING_MILLIS);
        Names names = new Names(new Directories(), file);
        names.note();
        assertNotEquals(0, names.unchangedAt(), "nothing was changed");
        return names;
    }

    /** A look is shared for a while, and says of when it is. */
    private static void assertChanged(Names names) throws InterruptedException {
        Thread.sleep(SETTLING_MILLIS);
        assertEquals(0, names.unchangedAt());
    }
}
