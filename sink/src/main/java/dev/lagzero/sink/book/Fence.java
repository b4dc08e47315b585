package dev.lagzero.sink.book;

import dev.lagzero.sink.target.TargetException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one tenure knows of its partition in the target: the token that fences it off, and how many commits were counted
 * there with its last one. A target that counts fewer has lost some since; it counts more while one that was just committed
 * is still to be counted here. For several threads.
 */
public final class Fence {

    private final long token;
    private final AtomicLong commits;

    public Fence(long token, long commits) {
        this.token = token;
        this.commits = new AtomicLong(commits);
    }

    /** One more was committed. */
    public void committed() {
        commits.incrementAndGet();
    }

    void verify(String partition, long tokenThere, long commitsThere) throws TargetException {
        if (tokenThere > token) {
            throw new TargetException.Fenced("another worker has taken over " + partition);
        }
        look(partition, tokenThere, commitsThere);
    }

    /** Another worker's partition is no longer of concern here: the group will tell. */
    void look(String partition, long tokenThere, long commitsThere) throws TargetException {
        long expected = commits.get();
        if (tokenThere < token || (tokenThere == token && commitsThere < expected)) {
            throw lost(partition, "counts " + commitsThere + " commits instead of " + expected);
        }
    }

    TargetException lost(String partition, String what) {
        return new TargetException.WentBack("the target has gone back: of " + partition + " it " + what
                + ". Commits are lost when a standby that lagged takes over, a backup is restored, or a server that does not"
                + " sync (synchronous_commit = off) ends. What is missing is applied again from the log");
    }
}
