package dev.lagzero.capture.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.file.Directories;
import dev.lagzero.capture.shadow.NewHistory;
import dev.lagzero.capture.shadow.PageCache;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.ShadowState;
import dev.lagzero.capture.shadow.StateDirectory;
import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A source that is followed, without publishing; each transaction can be looked at as a database of its own. */
final class Followed implements AutoCloseable {

    private final StateDirectory directory;
    private final Rounds rounds = new Rounds();
    private final Follower follower;
    private final Folding folding;
    final PageHistory history;
    final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final Path image;
    private SourcePosition shown;

    Followed(Path database, Path data, Limits limits) throws Exception {
        directory = StateDirectory.open(data, "s");
        ShadowState state = directory.load().orElse(null);
        if (state == null) {
            state = NewHistory.state(directory, database);
            history = NewHistory.begin(directory, state);
        } else {
            history = PageHistory.resume(
                    directory, state, Spool.open(directory.spool(), state.position()), new PageCache());
        }
        shown = history.newest();
        image = data.resolve("image.db");
        folding = new Folding(history, state.position(), 1, () -> {});
        FollowConfig config =
                new FollowConfig("s", database, directory.path(), false, true, limits, Duration.ofMillis(300));
        follower = Follower.open(
                config,
                new Follower.Parts(history, folding, rounds, new Directories()),
                failure::completeExceptionally);
        follower.start(() -> {});
    }

    /** Looks until everything committed before the call has a number. */
    Sight look() throws Exception {
        return follower.look().get(20, TimeUnit.SECONDS);
    }

    Sight sight() {
        return follower.sight();
    }

    /** The sets that came since the last call. */
    List<PageSet> news() throws Exception {
        List<PageSet> news = new ArrayList<>();
        while (history.newest().isAfter(shown)) {
            Optional<PageSet> next = history.take(shown);
            if (next.isEmpty()) {
                // While the log is long, or others are being merged, nothing can be taken.
                Thread.sleep(1);
                continue;
            }
            PageSet set = next.get();
            news.add(set);
            shown = set.header().through();
        }
        return news;
    }

    /** The database as a transaction left it, asked one question. */
    String ask(PageSet set, String sql) throws Exception {
        var view = history.view(set.header().through());
        Files.deleteIfExists(image);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            for (int page = 1; page <= view.pageCount(); page++) {
                byte[] content = view.read(page);
                if (page == 1) {
                    // Without a log beside it, the image is read as a database in a rollback mode.
                    content = content.clone();
                    content[18] = 1;
                    content[19] = 1;
                }
                file.write(content);
            }
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + image);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    void assertWhole(PageSet set) throws Exception {
        assertEquals("ok", ask(set, "PRAGMA integrity_check"), "at " + set.header());
    }

    /** What is published so far goes into the shadow. */
    void fold(SourcePosition upTo) {
        follower.acknowledged(upTo, 1);
        folding.fold();
    }

    @Override
    public void close() {
        follower.close();
        rounds.close();
        history.close();
        directory.close();
    }
}
