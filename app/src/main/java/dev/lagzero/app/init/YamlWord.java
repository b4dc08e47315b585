package dev.lagzero.app.init;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names as YAML that reads back as the same text, in quotes only where it must be. */
final class YamlWord {

    /** Words that YAML takes for something else than a text. */
    private static final Set<String> TAKEN = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private YamlWord() {}

    static String of(String name) {
        boolean plain = name.matches("[\\p{L}_][\\p{L}\\p{N}_]*(?:-[\\p{L}\\p{N}_]+)*")
                && !TAKEN.contains(name.toLowerCase(java.util.Locale.ROOT));
        return plain ? name : quoted(name);
    }

    static String of(List<String> names) {
        return names.stream().map(YamlWord::of).collect(Collectors.joining(", ", "[", "]"));
    }

    /** In double quotes, whatever it holds. */
    static String quoted(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        name.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    /** What may stand behind a {@code #}: one line. */
    static String comment(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?").strip();
    }
}
