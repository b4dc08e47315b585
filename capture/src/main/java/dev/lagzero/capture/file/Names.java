package dev.lagzero.capture.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether the names of a source's files may lead elsewhere than they did, by a look at their directory alone. Of an idle
 * source that is all that is left to ask, and its two files asked one by one were most of what it cost.
 */
public final class Names {

    /** Of two changes in one tick of the system's clock for files, 1 to 10 ms, only the first shows. */
    private static final long TICK_MILLIS = 100;

    /** After so long the files are looked at all the same: something may be mounted over one of them. */
    private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Directories directories;
    private final Path file;
    private final @Nullable Path directory;
    private Directories.@Nullable Look noted;

    /** @param file its other files stand beside it */
    public Names(Directories directories, Path file) {
        this.directories = directories;
        this.file = file;
        this.directory = file.toAbsolutePath().getParent();
    }

    /** The files themselves are looked at next. */
    public void note() {
        Directories.Look look = look();
        boolean tells = look != null
                && look.atMillis() - look.changed().toMillis() > TICK_MILLIS
                && !Files.isSymbolicLink(file);
        noted = tells ? look : null;
    }

    /**
     * Until when the names certainly lead where they did when that was {@linkplain #note noted} last, in milliseconds since
     * 1970; 0 when the files have to be looked at.
     */
    public long unchangedAt() {
        Directories.Look known = noted;
        if (known == null || System.nanoTime() - known.nanoTime() > TRUSTED_NANOS) {
            return 0;
        }
        Directories.Look now = look();
        return now != null && now.isSame(known) ? now.atMillis() : 0;
    }

    private Directories.@Nullable Look look() {
        try {
            return directory == null ? null : directories.look(directory);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // Whoever looks at the file itself says what is wrong, and systems without these times are asked for the
            // files.
            return null;
        }
    }
}
