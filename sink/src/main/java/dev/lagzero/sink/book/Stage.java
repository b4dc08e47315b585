package dev.lagzero.sink.book;

/** Whether a record speaks of what is visible, or of a snapshot on its way in. */
public enum Stage {
    LIVE("live"),
    LOAD("load");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
