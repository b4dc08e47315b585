package dev.lagzero.schemas.mapping.checkpoint;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.mapping.tree.Tree;
import java.io.IOException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Walks the outer map of a msgpack checkpoint. A channel's value is a run of bytes that is msgpack itself: it is passed
 * over, however deep, and never decoded into objects.
 */
final class MsgpackCheckpoint {

    private static final int DEEPEST = 500;
    private static final MessagePack.UnpackerConfig STRICT = new MessagePack.UnpackerConfig()
            .withActionOnMalformedString(CodingErrorAction.REPORT)
            .withActionOnUnmappableString(CodingErrorAction.REPORT)
            .withStringSizeLimit(Integer.MAX_VALUE);

    private final byte[] bytes;
    private final MessageUnpacker in;

    private MsgpackCheckpoint(byte[] bytes) {
        this.bytes = bytes;
        this.in = STRICT.newUnpacker(bytes);
    }

    static Encoded read(byte[] bytes) {
        try {
            return new MsgpackCheckpoint(bytes).read();
        } catch (IOException | MessagePackException e) {
            throw new Unmappable("the checkpoint is not the msgpack it says it is");
        }
    }

    private Encoded read() throws IOException {
        Map<String, Tree> document = new LinkedHashMap<>();
        Map<String, Encoded.Channel> channels = new LinkedHashMap<>();
        int size = in.unpackMapHeader();
        for (int i = 0; i < size; i++) {
            String name = in.unpackString();
            if (name.equals("channel_values")) {
                int count = in.unpackMapHeader();
                for (int c = 0; c < count; c++) {
                    channels.put(in.unpackString(), channel());
                }
            } else if (name.equals("pending_sends")) {
                // May hold objects; whether it may be left out is decided by the version, which may follow.
                Tree sends = channel().inline();
                document.put(name, sends == null ? Tree.NULL : sends);
            } else {
                document.put(name, tree(in, 0));
            }
        }
        if (in.hasNext()) {
            throw new Unmappable("bytes follow the checkpoint");
        }
        return new Encoded(document, channels);
    }

    private Encoded.Channel channel() throws IOException {
        int start = Math.toIntExact(in.getTotalReadBytes());
        var type = in.getNextFormat().getValueType();
        in.skipValue();
        byte[] slice = Arrays.copyOfRange(bytes, start, Math.toIntExact(in.getTotalReadBytes()));
        MessageUnpacker value = STRICT.newUnpacker(slice);
        return switch (type) {
            case BINARY -> new Encoded.Channel(null, false, "bytes", value.readPayload(value.unpackBinaryHeader()));
            case FLOAT -> {
                double number = value.unpackDouble();
                boolean stable = !Double.isNaN(number) && Scalars.isPlain(number);
                yield new Encoded.Channel(Scalars.number(number), stable, "msgpack", slice);
            }
            case NIL, BOOLEAN, INTEGER, STRING, ARRAY, MAP, EXTENSION -> described(value, slice);
        };
    }

    /** The JSON of a value, where it has one: only needed when the value must stay in the document. */
    private static Encoded.Channel described(MessageUnpacker value, byte[] slice) {
        try {
            Tree tree = tree(value, 0);
            return new Encoded.Channel(tree, Scalars.isStable(tree), "msgpack", slice);
        } catch (IOException | MessagePackException | Unmappable noJson) {
            // An object, or text that is not Unicode: its bytes are kept as they are.
            return new Encoded.Channel(null, false, "msgpack", slice);
        }
    }

    private static Tree tree(MessageUnpacker in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new Unmappable("the checkpoint is nested deeper than " + DEEPEST + " levels outside its channels");
        }
        return switch (in.getNextFormat().getValueType()) {
            case NIL -> {
                in.unpackNil();
                yield Tree.NULL;
            }
            case BOOLEAN -> new Tree.Bool(in.unpackBoolean());
            case INTEGER -> new Tree.Number(in.unpackBigInteger().toString());
            case FLOAT -> Scalars.number(in.unpackDouble());
            case STRING -> new Tree.Text(in.unpackString());
            case ARRAY -> array(in, depth);
            case MAP -> members(in, depth);
            case BINARY, EXTENSION -> throw new Unmappable("the checkpoint holds an object outside its channels");
        };
    }

    private static Tree array(MessageUnpacker in, int depth) throws IOException {
        int size = in.unpackArrayHeader();
        List<Tree> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(tree(in, depth + 1));
        }
        return new Tree.Array(items);
    }

    private static Tree members(MessageUnpacker in, int depth) throws IOException {
        int size = in.unpackMapHeader();
        Map<String, Tree> members = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            members.put(in.unpackString(), tree(in, depth + 1));
        }
        return new Tree.Members(members);
    }
}
