package dev.lagzero.schemas.mapping.file;

import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A place in the YAML: its node, and the keys that lead to it. Asking for what is not there reports the problem. */
record Entry(Node node, String key, List<Problem> problems) {

    void problem(String cause) {
        problems.add(new Problem(node.getStartMark().getLine() + 1, key, cause));
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isBlock() {
        return node instanceof MappingNode;
    }

    String text() {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        problem("a single word or text should stand here, not " + found());
        return "";
    }

    /** What stands here instead of what should. */
    private String found() {
        if (!(node instanceof ScalarNode scalar)) {
            return isBlock() ? "keys with values" : "a list";
        }
        return scalar.getTag().equals(Tag.NULL)
                ? "nothing (YAML takes an empty value, null and a lone ~ for nothing)"
                : "\"" + scalar.getValue() + "\"";
    }

    long integer(long least) {
        try {
            long number = Long.parseLong(text());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            problem("an integer should stand here, not " + found());
            return least;
        }
        problem("an integer of at least " + least + " should stand here");
        return least;
    }

    /** A constant as YAML reads it; true and false are 1 and 0. */
    Value constant() {
        if (!(node instanceof ScalarNode scalar)) {
            problem("a constant should stand here");
            return Value.NULL;
        }
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return Value.NULL;
        }
        if (tag.equals(Tag.BINARY)) {
            return bytes(scalar.getValue());
        }
        if (tag.equals(Tag.BOOL)) {
            return Value.of(scalar.getValue().equalsIgnoreCase("true") ? 1L : 0L);
        }
        try {
            if (tag.equals(Tag.INT)) {
                return Value.of(Long.parseLong(scalar.getValue()));
            }
            return tag.equals(Tag.FLOAT)
                    ? Value.of(Double.parseDouble(scalar.getValue()))
                    : Value.of(scalar.getValue());
        } catch (NumberFormatException e) {
            problem("write the number in decimal digits, or the text in quotes");
            return Value.NULL;
        }
    }

    private Value bytes(String base64) {
        try {
            return Value.of(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            problem("bytes are written !!binary and base64");
            return Value.NULL;
        }
    }

    /** One of some words; the first when something else stands here. */
    String oneOf(List<String> words) {
        String word = text();
        if (words.contains(word)) {
            return word;
        }
        problem("is " + String.join(" or ", words) + ", not " + found() + Nearest.hint(word, words));
        return words.getFirst();
    }

    /** The items of a list; a single value counts as a list of one. */
    List<Entry> items() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<Entry> items = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            items.add(new Entry(sequence.getValue().get(i), key + "[" + i + "]", problems));
        }
        return items;
    }

    /** The members of a block, in the order of the file. */
    Map<String, Entry> members() {
        Map<String, Entry> members = new LinkedHashMap<>();
        if (!(node instanceof MappingNode block)) {
            problem("keys with values should stand here, as {name: value}, not " + found());
            return members;
        }
        for (NodeTuple tuple : block.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String path = key.isEmpty() ? name : key + "." + name;
            Entry member = new Entry(tuple.getValueNode(), path, problems);
            if (name.equals("<<")) {
                member.problem("YAML's merge key is not read here; write its keys out");
            } else if (members.put(name, member) != null) {
                problems.add(new Problem(tuple.getKeyNode().getStartMark().getLine() + 1, path, "is there twice"));
            }
        }
        return members;
    }

    Block block() {
        return new Block(this, members());
    }
}
