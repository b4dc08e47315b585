package dev.lagzero.schemas.mapping.file;

import dev.lagzero.schemas.mapping.rule.RowFunction;
import dev.lagzero.schemas.mapping.rule.RuleMapping;
import dev.lagzero.schemas.mapping.rule.TableRules;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** A mapping file, compiled. */
public final class MappingFile {

    private final String text;
    private final Settings settings;
    private final Map<String, RowFunction> functions;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, TableRules> tables = new LinkedHashMap<>();
    private final Map<String, Set<String>> losses = new LinkedHashMap<>();
    private final Places places = new Places();
    private String ignored = "";

    private MappingFile(String text, Settings settings, Map<String, RowFunction> functions) {
        this.text = text;
        this.settings = settings;
        this.functions = functions;
    }

    /**
     * @param functions what {@code function:} may name
     * @throws MappingException with everything that is wrong, by line
     */
    public static RuleMapping compile(String text, Settings settings, Map<String, RowFunction> functions) {
        MappingFile file = new MappingFile(text, settings, functions);
        file.read();
        if (!file.problems.isEmpty()) {
            throw new MappingException(file.problems);
        }
        return new RuleMapping(file.hash(), file.tables, Pattern.compile(file.ignored));
    }

    /** What is wrong with a file, what it fills, and what cannot be mapped back. */
    public static MappingCheck check(String text, Map<String, RowFunction> functions) {
        MappingFile file = new MappingFile(text, Settings.NONE, functions);
        file.read();
        return new MappingCheck(file.problems, file.places.shown(), file.losses);
    }

    private void read() {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add(new Problem(line, "", "this is not YAML: " + e.getProblem() + hint(e.getProblem())));
            return;
        }
        if (root == null) {
            problems.add(new Problem(1, "", "the file is empty; it needs mapping: and tables:"));
            return;
        }
        Block block = new Entry(root, "", problems).block();
        block.required("mapping").text();
        ignored =
                block.items("ignore").stream().map(entry -> glob(entry.text())).collect(Collectors.joining("|"));
        block.required("tables").members().forEach(this::table);
        block.close();
        places.check();
    }

    private static String hint(String problem) {
        String said = String.valueOf(problem);
        if (said.contains("alias")) {
            return "; put a name that begins with a star in quotes";
        }
        boolean quotes = said.contains("expected ','") || said.contains("mapping values");
        return quotes ? "; a text with a colon, a comma or a brace in it wants quotes" : "";
    }

    private void table(String name, Entry entry) {
        TableCompiler compiler = new TableCompiler(name, settings, functions, places);
        tables.put(name, compiler.compile(entry));
        compiler.losses().forEach((column, reasons) -> losses.put(name + "." + column, reasons));
    }

    /** A name in which a star stands for anything. */
    private static String glob(String name) {
        StringBuilder pattern = new StringBuilder();
        for (String part : name.split("\\*", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(part.isEmpty() ? "()" : Pattern.quote(part));
        }
        return pattern.toString();
    }

    /** The settings count: another zone or salt makes other rows. The salt goes in as a hash only. */
    private String hash() {
        String all = text + "\0" + settings.timezone() + "\0" + (settings.salt() == null ? "" : settings.salt());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return "rules-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
