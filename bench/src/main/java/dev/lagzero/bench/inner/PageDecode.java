package dev.lagzero.bench.inner;

import dev.lagzero.bench.Folders;
import dev.lagzero.bench.bulk.BulkSource;
import dev.lagzero.capture.page.CellStream;
import dev.lagzero.capture.page.Database;
import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.page.Record;
import dev.lagzero.capture.page.TreeOutline;
import dev.lagzero.capture.table.Schema;
import dev.lagzero.capture.table.StoredTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Rows of ten columns and 250 bytes out of the pages of a SQLite file, which are in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PageDecode {

    private static final int ROWS = 10_000;
    private static final int PAGE_SIZE = 4096;

    /** All pages of a file. */
    private record InMemory(byte[] file) implements Pages {

        @Override
        public int pageSize() {
            return PAGE_SIZE;
        }

        @Override
        public int pageCount() {
            return file.length / PAGE_SIZE;
        }

        @Override
        public byte[] read(int pageNumber) {
            return Arrays.copyOfRange(file, (pageNumber - 1) * PAGE_SIZE, pageNumber * PAGE_SIZE);
        }
    }

    private TreeOutline tree;

    @Setup
    public void prepare() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("bench");
        Path file = folder.resolve("bulk.db");
        new BulkSource(file, 1, ROWS).create();
        Database database = Database.of(new InMemory(Files.readAllBytes(file)));
        Folders.delete(folder);
        StoredTable.Followed table =
                (StoredTable.Followed) Schema.of(database).tables().getFirst();
        tree = TreeOutline.of(database, table.root());
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void readPages(Blackhole hole) {
        Record record = new Record();
        CellStream cells = tree.without(new BitSet()).rows();
        while (cells.next()) {
            record.read(cells.cell());
            for (int field = 0; field < record.fields(); field++) {
                hole.consume(record.value(field));
            }
        }
    }
}
