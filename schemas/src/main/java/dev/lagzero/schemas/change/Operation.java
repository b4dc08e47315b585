package dev.lagzero.schemas.change;

/** Debezium's one-letter operations. */
public enum Operation {
    CREATE("c"),
    UPDATE("u"),
    DELETE("d"),
    READ("r");

    private final String letter;

    Operation(String letter) {
        this.letter = letter;
    }

    public String letter() {
        return letter;
    }
}
