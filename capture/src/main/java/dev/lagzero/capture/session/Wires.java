package dev.lagzero.capture.session;

import dev.lagzero.capture.publish.ChangeLog;
import dev.lagzero.capture.publish.Claims;
import dev.lagzero.capture.publish.Fence;
import dev.lagzero.capture.publish.Survey;
import dev.lagzero.schemas.head.Head;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** What the sessions of a process share: threads, clocks, and their ways to the log. There is one of each. */
public final class Wires implements AutoCloseable {

    private final ChangeLog log;
    private final IntConsumer sync;
    private final Survey survey;
    private final Claims claims;
    private final Fence fence;
    private final Beats beats;
    private final Ground ground;
    private final Outlet outlet = new Outlet();

    /**
     * @param log where changes go; closed by who opened it
     * @param heads where heads go
     * @param sync makes what is acknowledged in a partition survive a power loss, as far as we can
     */
    public Wires(ChangeLog log, Consumer<Head> heads, IntConsumer sync) {
        this(log, heads, sync, new Ground());
    }

    /** @param ground on which some sources may be followed already; closed with this */
    public Wires(ChangeLog log, Consumer<Head> heads, IntConsumer sync, Ground ground) {
        this.ground = ground;
        this.log = log;
        this.sync = sync;
        this.survey = new Survey(log);
        this.claims = new Claims(log, sync);
        this.fence = new Fence(log);
        this.beats = new Beats(heads, fence::check);
    }

    /** The changes topic. */
    public ChangeLog log() {
        return log;
    }

    /** Makes what is acknowledged in a partition survive a power loss, as far as we can. */
    public IntConsumer sync() {
        return sync;
    }

    /** Looks through the log for sources. */
    public Survey survey() {
        return survey;
    }

    /** Takes epochs. */
    public Claims claims() {
        return claims;
    }

    /** Notices others who took one. */
    public Fence fence() {
        return fence;
    }

    /** Tells heads. */
    public Beats beats() {
        return beats;
    }

    /** What needs no log. */
    Ground ground() {
        return ground;
    }

    /** Where all that is to be published comes from. */
    public Outlet outlet() {
        return outlet;
    }

    /** The sessions are to be closed before. */
    @Override
    public void close() {
        beats.close();
        ground.close();
    }
}
