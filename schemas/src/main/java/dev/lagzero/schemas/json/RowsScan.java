package dev.lagzero.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A record of rows that were read together, read value by value without an object for any of them. It tells what
 * {@link ChangeJson#decode} tells; a parser of JSON is left what is not as plain as values mostly are.
 */
public final class RowsScan {

    /** Takes what is read, in the order in which it stands: each row, and then its values. */
    public interface Taker {
        void row();

        void integer(long value);

        void real(double value);

        /** A text in UTF-8. */
        void text(byte[] bytes, int from, int length);

        /** NULL, and whatever is rare. */
        void value(Value value);
    }

    private static final byte[] BEGINNING = ("{\"source\":{\"version\":" + SourceBlock.TOGETHER + ",\"kind\":\""
                    + ChangeWriter.ROWS + "\",")
            .getBytes(StandardCharsets.US_ASCII);

    private static final Set<String> TOLD_BEFORE = Set.of("source", "key", "columns", "rows");

    private final byte[] record;
    private final SourceBlock block;
    private final List<String> key;
    private final List<String> columns;
    private int at;

    private RowsScan(byte[] record, SourceBlock block, List<String> key, List<String> columns, int at) {
        this.record = record;
        this.block = block;
        this.key = key;
        this.columns = columns;
        this.at = at;
    }

    /** Whether it begins like a record of rows that were read together: one that does not may still be one. */
    public static boolean fits(byte[] record) {
        int length = BEGINNING.length;
        return record.length > length && Arrays.equals(record, 0, length, BEGINNING, 0, length);
    }

    /**
     * Reads what stands in front of the rows.
     *
     * @param record one that {@link #fits}
     * @throws MalformedRecord when it is not what it begins like
     */
    public static RowsScan of(byte[] record) {
        try (JsonParser in = Json.FACTORY.createParser(record)) {
            SourceBlock block = SourceBlock.read(in);
            List<String> key = List.of();
            List<String> columns = List.of();
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                in.nextToken();
                switch (field) {
                    case "key" -> key = names(in);
                    case "columns" -> columns = names(in);
                    case "rows" -> {
                        int begin = Math.toIntExact(in.currentTokenLocation().getByteOffset());
                        return new RowsScan(record, block, key, columns, begin);
                    }
                    default -> in.skipChildren();
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedRecord("not a change record: " + e.getMessage(), e);
        }
        throw new MalformedRecord("a record of rows that were read together has none");
    }

    private static List<String> names(JsonParser in) throws IOException {
        List<String> names = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            names.add(in.getText());
        }
        return NameLists.shared(names);
    }

    public Header header() {
        return block.header();
    }

    /** Bytes of the record. */
    public int length() {
        return record.length;
    }

    /** Of the first row. */
    public long ordinal() {
        return block.ordinal();
    }

    /** How many rows there are. */
    public long count() {
        return block.count();
    }

    public String table() {
        return block.table();
    }

    /** Names of the key's columns. */
    public List<String> key() {
        return key;
    }

    /** Names of all columns. */
    public List<String> columns() {
        return columns;
    }

    /**
     * Reads all rows; once.
     *
     * @throws MalformedRecord when they are not as they must be: what was told before is void
     */
    public void rows(Taker taker) {
        try {
            long rows = 0;
            expect('[');
            do {
                row(taker);
                rows++;
            } while (isNext(','));
            expect(']');
            if (rows != count()) {
                throw malformed(rows + " rows where there should be " + count());
            }
            ending();
        } catch (ArrayIndexOutOfBoundsException e) {
            throw malformed("it ends too early");
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedRecord("not a change record: " + e.getMessage(), e);
        }
    }

    private void row(Taker taker) throws IOException {
        expect('[');
        taker.row();
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                expect(',');
            }
            switch (record[at]) {
                case '"' -> text(taker);
                case '{' -> rare(taker, end('}'));
                case 'n' -> rare(taker, at + "null".length());
                default -> number(taker);
            }
        }
        expect(']');
    }

    private void text(Taker taker) throws IOException {
        int from = at + 1;
        int end = PlainText.end(record, from);
        if (record[end] != '"') {
            int quote = end;
            boolean plain = true;
            while (record[quote] != '"') {
                plain &= record[quote] != '\\' && (record[quote] < 0 || record[quote] >= ' ');
                quote += record[quote] == '\\' ? 2 : 1;
            }
            if (!plain || !PlainText.isUnicode(record, end, quote)) {
                rare(taker, quote + 1);
                return;
            }
            end = quote;
        }
        taker.text(record, from, end - from);
        at = end + 1;
    }

    private void number(Taker taker) {
        int end = at;
        boolean real = false;
        for (byte b = record[end]; b != ',' && b != ']'; b = record[++end]) {
            real |= b == '.' || b == 'e' || b == 'E';
            if ((b < '0' || b > '9') && "+-.eE".indexOf(b) < 0) {
                throw malformed("a value that is none");
            }
        }
        if (real) {
            taker.real(NumberText.real(new String(record, at, end - at, StandardCharsets.ISO_8859_1)));
        } else {
            taker.integer(NumberText.integer(record, at, end));
        }
        at = end;
    }

    /** What follows the rows tells nothing more of them, and ends where the record ends. */
    private void ending() throws IOException {
        byte[] rest = Arrays.copyOfRange(record, at, record.length);
        if (isNext('}')) {
            refuseMore(at == record.length);
            return;
        }
        expect(',');
        rest[0] = '{';
        try (JsonParser in = Json.FACTORY.createParser(rest)) {
            in.nextToken();
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                if (TOLD_BEFORE.contains(field)) {
                    throw malformed("a second field " + field + " behind the rows");
                }
                in.nextToken();
                in.skipChildren();
            }
            refuseMore(in.nextToken() == null);
        }
    }

    private void refuseMore(boolean ended) {
        if (!ended) {
            throw malformed("more than one record");
        }
    }

    private void rare(Taker taker, int end) throws IOException {
        try (JsonParser in = Json.FACTORY.createParser(record, at, end - at)) {
            in.nextToken();
            taker.value(ValueJson.read(in));
            if (in.nextToken() != null) {
                throw malformed("more than a value");
            }
        }
        at = end;
    }

    private int end(char last) {
        int end = at;
        while (record[end] != last) {
            end++;
        }
        return end + 1;
    }

    private boolean isNext(char wanted) {
        if (record[at] != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char wanted) {
        if (!isNext(wanted)) {
            throw malformed("no " + wanted);
        }
    }

    private MalformedRecord malformed(String what) {
        return new MalformedRecord("the rows of " + block.table() + " cannot be read: " + what + " at byte " + at);
    }
}
