package dev.lagzero.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.value.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Records of the changes topic to bytes and back. The same event always gives the same bytes. */
public final class ChangeJson {

    /** From about this many bytes on, a record is not put together in a buffer that grows. */
    private static final int LARGE = 1 << 20;

    private static final byte[] SOURCE = JsonBytes.of("{\"source\":");
    private static final byte[] TABLE = JsonBytes.of(",\"table\":");
    private static final byte[] KEY = JsonBytes.of(",\"key\":");

    private ChangeJson() {}

    /** @throws MalformedRecord when the bytes are not a record of ours */
    public static ChangeEvent decode(byte[] value) {
        try (JsonParser in = Json.FACTORY.createParser(value)) {
            return ChangeReader.read(SourceBlock.read(in), in);
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedRecord("not a change record: " + e.getMessage(), e);
        }
    }

    /** Reads no further than the source block: cheap, however large the record. */
    public static Stamp stamp(byte[] value) {
        try (JsonParser in = Json.FACTORY.createParser(value)) {
            SourceBlock block = SourceBlock.read(in);
            Stamp.Kind kind =
                    switch (block.kind()) {
                        case ChangeWriter.CLAIM -> Stamp.Kind.CLAIM;
                        case ChangeWriter.END -> Stamp.Kind.END;
                        default -> Stamp.Kind.PART;
                    };
            return new Stamp(
                    block.name(),
                    block.position(),
                    kind,
                    block.ordinal(),
                    kind == Stamp.Kind.PART ? block.count() : 0,
                    block.parts(),
                    block.instance());
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedRecord("not a change record: " + e.getMessage(), e);
        }
    }

    public static byte[] encode(ChangeEvent event) {
        return bytes(out -> ChangeWriter.write(out, event), isLarge(event));
    }

    private static byte[] bytes(RecordBytes.Writing writing, boolean large) {
        return large ? RecordBytes.exactly(writing) : RecordBytes.of(writing);
    }

    private static boolean isLarge(ChangeEvent event) {
        return event instanceof ChangeEvent.RowChanged row && (isLarge(row.before()) || isLarge(row.after()));
    }

    private static boolean isLarge(@Nullable Image image) {
        return image != null && image.size() > LARGE;
    }

    /** The record's key: source, and for rows the table and the row's key. */
    public static byte[] key(ChangeEvent event) {
        return RecordBytes.of(out -> {
            out.name(SOURCE, event.source());
            if (event instanceof ChangeEvent.Part part) {
                out.name(TABLE, part.table());
            }
            Image key = keyOf(event);
            if (key != null) {
                out.json().raw(KEY);
                out.image(key);
            }
            out.json().raw('}');
        });
    }

    private static @Nullable Image keyOf(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.RowChanged row -> row.key();
            case ChangeEvent.RowOversize row -> row.key();
            case ChangeEvent.RowsRead ignored -> null;
            case ChangeEvent.TableDefined ignored -> null;
            case ChangeEvent.TableDropped ignored -> null;
            case ChangeEvent.TableFailed ignored -> null;
            case ChangeEvent.Claimed ignored -> null;
            case ChangeEvent.Ended ignored -> null;
        };
    }

    /** A key or an image alone, exact and without a character that Postgres could not hold. */
    public static String image(Image image) {
        return new String(bytes(out -> out.image(image), isLarge(image)), StandardCharsets.UTF_8);
    }

    /** Reads what {@link #image} wrote. */
    public static Image image(String json) {
        try (JsonParser in = Json.FACTORY.createParser(json)) {
            in.nextToken();
            return ValueJson.readImage(in);
        } catch (IOException e) {
            throw new MalformedRecord("not an image: " + e.getMessage(), e);
        }
    }
}
