package dev.lagzero.capture.file;

import dev.lagzero.capture.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that others create, replace and delete: the channel follows the path. POSIX gives up all of a process's locks
 * on a file when any descriptor of it is closed, so channels of lockable files stay open until {@link #close()}, which
 * comes after SQLite's own connections are closed.
 */
final class TrackedFile implements Closeable {

    /** Which file it is, by device and inode, and how long. */
    record State(Object key, long size) {
        static final State MISSING = new State("missing", 0);

        boolean isThere() {
            return key != MISSING.key;
        }
    }

    private final Path path;
    private final boolean lockable;
    private final boolean writable;
    private final List<FileChannel> retired = new ArrayList<>();
    private @Nullable FileChannel channel;
    private State state = State.MISSING;

    TrackedFile(Path path, boolean lockable, boolean writable) {
        this.writable = writable;
        this.path = path;
        this.lockable = lockable;
    }

    /** Looks at the path again. */
    State refresh() throws IOException {
        State now = look();
        if (!now.key().equals(state.key())) {
            retire();
            channel = now.isThere() ? open() : null;
        }
        state = channel == null ? State.MISSING : now;
        return state;
    }

    /** Up to {@code length} bytes from {@code position}; fewer when the file ends, none when it is missing. */
    byte[] head(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = channel == null ? 0 : Disk.readFully(channel, ByteBuffer.wrap(bytes), position);
        return count == length ? bytes : Arrays.copyOf(bytes, count);
    }

    @Nullable
    FileChannel channel() {
        return channel;
    }

    State state() {
        return state;
    }

    /** Where the path leads now; nothing is opened. */
    State look() throws IOException {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new State(attributes.fileKey(), attributes.size());
        } catch (NoSuchFileException e) {
            return State.MISSING;
        }
    }

    private @Nullable FileChannel open() throws IOException {
        try {
            return writable
                    ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    : FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void retire() throws IOException {
        if (channel != null) {
            if (lockable) {
                retired.add(channel);
            } else {
                channel.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        for (FileChannel old : retired) {
            old.close();
        }
        retired.clear();
        channel = null;
        state = State.MISSING;
    }
}
