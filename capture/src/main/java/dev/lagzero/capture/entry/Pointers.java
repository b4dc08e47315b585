package dev.lagzero.capture.entry;

import com.fasterxml.jackson.core.JsonParser;

/** Where in a text a parser is, for people. */
final class Pointers {

    private Pointers() {}

    static String of(JsonParser in) {
        return in.getParsingContext().pathAsPointer().toString();
    }
}
