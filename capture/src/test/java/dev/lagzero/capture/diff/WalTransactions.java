package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The transactions of a write-ahead log over a database file, in memory: for measuring, it checks nothing. */
final class WalTransactions {

    private static final int FRAME_HEADER = 24;

    /** The pages of one transaction, by number. */
    record Transaction(Map<Integer, byte[]> pages, int pageCount) {

        BitSet numbers() {
            BitSet numbers = new BitSet();
            pages.keySet().forEach(numbers::set);
            return numbers;
        }
    }

    /** A state that transactions are applied to. */
    static final class State implements Pages, AutoCloseable {

        private final FileChannel file;
        private final int pageSize;
        private byte[][] pages;
        private int pageCount;

        State(Path path) throws IOException {
            this.file = FileChannel.open(path);
            ByteBuffer header = ByteBuffer.allocate(100);
            file.read(header, 0);
            this.pageSize = header.getShort(16) & 0xffff;
            this.pageCount = (int) (file.size() / pageSize);
            this.pages = new byte[pageCount + 1][];
        }

        void apply(Transaction transaction) {
            pageCount = transaction.pageCount();
            if (pages.length <= pageCount) {
                pages = Arrays.copyOf(pages, pageCount * 2);
            }
            transaction.pages().forEach((number, page) -> pages[number] = page);
        }

        /** The state after a transaction that is not applied yet. */
        Pages with(Transaction transaction) {
            return new Pages() {
                @Override
                public int pageSize() {
                    return pageSize;
                }

                @Override
                public int pageCount() {
                    return transaction.pageCount();
                }

                @Override
                public byte[] read(int pageNumber) {
                    byte[] page = transaction.pages().get(pageNumber);
                    return page == null ? State.this.read(pageNumber) : page;
                }
            };
        }

        @Override
        public int pageSize() {
            return pageSize;
        }

        @Override
        public int pageCount() {
            return pageCount;
        }

        @Override
        public byte[] read(int pageNumber) {
            return pages[pageNumber] == null ? stored(pageNumber) : pages[pageNumber];
        }

        private byte[] stored(int pageNumber) {
            ByteBuffer page = ByteBuffer.allocate(pageSize);
            try {
                file.read(page, (long) (pageNumber - 1) * pageSize);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return page.array();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private WalTransactions() {}

    static List<Transaction> read(Path wal) throws IOException {
        byte[] bytes = Files.readAllBytes(wal);
        int pageSize = ByteBuffer.wrap(bytes).getInt(8);
        List<Transaction> transactions = new ArrayList<>();
        Map<Integer, byte[]> pages = new TreeMap<>();
        for (int at = 32; at + FRAME_HEADER + pageSize <= bytes.length; at += FRAME_HEADER + pageSize) {
            ByteBuffer header = ByteBuffer.wrap(bytes, at, FRAME_HEADER);
            int number = header.getInt();
            int pageCount = header.getInt();
            pages.put(number, Arrays.copyOfRange(bytes, at + FRAME_HEADER, at + FRAME_HEADER + pageSize));
            if (pageCount != 0) {
                transactions.add(new Transaction(pages, pageCount));
                pages = new TreeMap<>();
            }
        }
        return transactions;
    }
}
