package dev.lagzero.capture.memory;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.capture.publish.Tail;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is remembered beside the journal. Without it the whole topic is read instead.
 *
 * @param instance who published last from this directory
 * @param claiming who was about to claim when it was written; empty when nobody
 * @param home the directory, told from a copy of it
 * @param from where the newest whole snapshot begins
 * @param acknowledged Kafka had everything up to here
 */
record Index(String instance, String claiming, String home, From from, SourcePosition acknowledged) {

    private static final int FORMAT = 1;

    /**
     * A place in the topic from which the store can be rebuilt.
     *
     * @param before the last transaction in front of it
     * @param instance who made the claim that holds there
     */
    record From(String topicId, int partition, long offset, SourcePosition before, String instance) {
        static final From NOWHERE = new From("", -1, 0, SourcePosition.NONE, "");

        Tail tail() {
            return new Tail(instance, before, 0, offset, false);
        }
    }

    boolean knows(String other) {
        return !other.isEmpty() && (other.equals(instance) || other.equals(claiming));
    }

    Index withAcknowledged(SourcePosition newest) {
        return new Index(instance, claiming, home, from, newest);
    }

    Index withFrom(From newest) {
        return new Index(instance, claiming, home, newest, acknowledged);
    }

    static Optional<Index> load(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readString(file)));
        } catch (IOException e) {
            throw Disk.fault(file, "reading", e);
        }
    }

    private static Index parse(String text) {
        Map<String, String> fields = new TreeMap<>();
        text.lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            fields.put(line.substring(0, equals), line.substring(equals + 1));
        });
        if (!Integer.toString(FORMAT).equals(fields.get("format"))) {
            throw new IllegalArgumentException("its format is " + fields.get("format") + ", not " + FORMAT);
        }
        From from = new From(
                fields.get("topic"),
                Integer.parseInt(fields.get("partition")),
                Long.parseLong(fields.get("offset")),
                SourcePosition.parse(fields.get("before")),
                fields.get("from-instance"));
        return new Index(
                fields.get("instance"),
                fields.get("claiming"),
                fields.get("home"),
                from,
                SourcePosition.parse(fields.get("acknowledged")));
    }

    void save(Path file) {
        String text = "format=" + FORMAT
                + "\ninstance=" + instance
                + "\nclaiming=" + claiming
                + "\nhome=" + home
                + "\ntopic=" + from.topicId()
                + "\npartition=" + from.partition()
                + "\noffset=" + from.offset()
                + "\nbefore=" + from.before()
                + "\nfrom-instance=" + from.instance()
                + "\nacknowledged=" + acknowledged
                + "\n";
        try {
            Disk.replace(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Disk.fault(file, "writing", e);
        }
    }
}
