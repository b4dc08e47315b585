package dev.lagzero.app.cli;

/** What a command ends with. */
public final class Exit {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOT_MET = 3;

    private Exit() {}
}
