package dev.lagzero.schemas.mapping.rule;

/** The data needs a setting that is not there. Not a matter of one row: nothing can go on until it is set. */
public final class Unsettled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String setting;

    public Unsettled(String setting, String message) {
        super(message);
        this.setting = setting;
    }

    /** The setting's key. */
    public String setting() {
        return setting;
    }
}
