package dev.lagzero.capture.page;

/**
 * A page of a b-tree: a table (rows by row number, all of them in leaves) or an index (rows or keys by content, in
 * interior pages too). See <a href="https://sqlite.org/fileformat2.html#b_tree_pages">B-tree Pages</a>.
 */
public final class BtreePage {

    private static final int INDEX_INTERIOR = 2;
    private static final int TABLE_INTERIOR = 5;
    private static final int INDEX_LEAF = 10;
    private static final int TABLE_LEAF = 13;

    /** At most, in front of a record that is shorter than 128 bytes, which stays in any page as a whole: its length, the row number. */
    private static final int SHORT_HEAD = 1 + 9;

    private final Database database;
    private final int number;
    private final byte[] bytes;
    private final int kind;
    private final int header;
    private final int cells;
    private final int usable;

    /** Where the places of the cells begin, and where they end. */
    private final int pointers;

    private final int pointersEnd;

    private BtreePage(Database database, int number, byte[] bytes) {
        this.database = database;
        this.number = number;
        this.bytes = bytes;
        this.header = number == 1 ? 100 : 0;
        this.kind = bytes[header];
        if (kind != INDEX_INTERIOR && kind != TABLE_INTERIOR && kind != INDEX_LEAF && kind != TABLE_LEAF) {
            throw new CorruptPageException(number, "no page of a b-tree begins with " + kind);
        }
        this.cells = BigEndian.unsigned16(bytes, header + 3);
        this.usable = database.header().usable();
        this.pointers = header + (isLeaf() ? 8 : 12);
        this.pointersEnd = pointers + 2 * cells;
        if (pointersEnd > usable) {
            throw new CorruptPageException(number, "it cannot hold the " + cells + " cells it claims");
        }
    }

    /** Reads a page that another one refers to (0 when the schema does). */
    public static BtreePage read(Database database, int number, int referrer) {
        return new BtreePage(database, number, database.bytes(number, referrer));
    }

    public int number() {
        return number;
    }

    /** Callers do not change them. */
    byte[] bytes() {
        return bytes;
    }

    public int cells() {
        return cells;
    }

    public boolean isLeaf() {
        return kind == TABLE_LEAF || kind == INDEX_LEAF;
    }

    public boolean isTable() {
        return kind == TABLE_LEAF || kind == TABLE_INTERIOR;
    }

    /** Rows or index entries, as opposed to mere signposts, are stored here. */
    boolean hasPayload() {
        return kind != TABLE_INTERIOR;
    }

    /** Children of an interior page. */
    int children() {
        return cells + 1;
    }

    int child(int index) {
        return BigEndian.int32(bytes, index == cells ? header + 8 : cellAt(index));
    }

    private int cellAt(int index) {
        int at = BigEndian.unsigned16(bytes, pointers + 2 * index);
        if (at < pointersEnd || at + 4 > usable) {
            throw new CorruptPageException(number, "its cell " + index + " starts at " + at);
        }
        return at;
    }

    /** Where a cell begins. */
    int place(int index) {
        return cellAt(index);
    }

    /** Where the places of the cells end; the cells are behind it. */
    int endOfPlaces() {
        return pointersEnd;
    }

    /** A bound of where a short cell of a leaf of a table ends, at less cost than where it does; -1 for others. */
    int endOfShort(int place) {
        int payload = bytes[place];
        int bound = place + SHORT_HEAD + payload;
        return payload < 0 || bound > usable ? -1 : bound;
    }

    /** Where a cell of a leaf of a table ends that is in the page as a whole; -1 for others. */
    int endOfWhole(int place) {
        long payload = Varint.read(bytes, place);
        int row = place + Varint.length(bytes, place);
        long end = row + Varint.length(bytes, row) + payload;
        return payload < 0 || payload > mostLocal() || end > usable ? -1 : (int) end;
    }

    /** Points {@code cell} to a cell of this page. */
    public void cell(int index, Cell cell) {
        if (index >= cells) {
            throw new CorruptPageException(number, "it has " + cells + " cells, cell " + index + " is looked for");
        }
        try {
            cell.database = database;
            cell.page = number;
            cell.index = index;
            cell.bytes = bytes;
            locate(cell, cellAt(index));
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new CorruptPageException(number, "its cell " + index + " runs past its end");
        }
    }

    private void locate(Cell cell, int start) {
        int at = isLeaf() ? start : start + 4;
        long payload = Varint.read(bytes, at);
        at += Varint.length(bytes, at);
        if (kind == TABLE_LEAF) {
            cell.rowid = Varint.read(bytes, at);
            at += Varint.length(bytes, at);
        }
        long room = (long) usable * database.pageCount();
        if (payload < 0 || payload > Math.min(room, Integer.MAX_VALUE - 8)) {
            throw new CorruptPageException(number, "its cell " + cell.index + " claims " + payload + " bytes");
        }
        cell.payload = (int) payload;
        cell.start = at;
        cell.local = local((int) payload);
        boolean spills = cell.local < payload;
        if (at + cell.local + (spills ? 4 : 0) > usable) {
            throw new CorruptPageException(number, "its cell " + cell.index + " runs past its end");
        }
        cell.overflow = spills ? BigEndian.int32(bytes, at + cell.local) : 0;
        if (spills && (cell.overflow < 1 || cell.overflow > database.pageCount())) {
            throw new CorruptPageException(number, "its cell " + cell.index + " continues on page " + cell.overflow);
        }
    }

    /** Larger payloads continue on overflow pages. */
    private int mostLocal() {
        return isTable() ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    }

    /** How many bytes of a payload stay in the page; the rest goes to a chain of overflow pages. */
    private int local(int payload) {
        int most = mostLocal();
        if (payload <= most) {
            return payload;
        }
        int least = (usable - 12) * 32 / 255 - 23;
        int fitting = least + (payload - least) % (usable - 4);
        return fitting <= most ? fitting : least;
    }
}
