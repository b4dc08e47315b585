package dev.lagzero.capture.session;

import dev.lagzero.capture.diff.Changes;
import dev.lagzero.capture.diff.PageDiff;
import dev.lagzero.capture.page.ChangedPages;
import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.View;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.BitSet;
import java.util.function.Consumer;

/** A file's rows at one position. */
public final class FrozenFile {

    private final SessionConfig config;
    private final SourcePosition position;
    private final View view;

    private FrozenFile(SessionConfig config, SourcePosition position, View view) {
        this.config = config;
        this.position = position;
        this.view = view;
    }

    /** @param at neither below what is folded nor above the newest */
    static FrozenFile of(SessionConfig config, PageHistory history, SourcePosition at) {
        return new FrozenFile(config, at, history.view(at));
    }

    public SourcePosition position() {
        return position;
    }

    /** Shows definitions and rows as a first copy would. */
    public void tell(Consumer<ChangeEvent.Part> each) {
        BitSet all = new BitSet();
        all.set(1, view.pageCount() + 1);
        Header header = new Header(
                config.source(),
                "sqlite",
                String.valueOf(config.file().getFileName()),
                position,
                position.opensEpoch(),
                "frozen",
                0);
        Pages nothing = new Nothing(view.pageSize());
        try (Changes changes =
                PageDiff.between(new PageDiff.DiffInput(nothing, view, ChangedPages.of(all), header, config.scope()))) {
            while (changes.hasNext()) {
                each.accept(changes.next());
            }
        }
    }

    /** What a file is before its first page. */
    private record Nothing(int pageSize) implements Pages {
        @Override
        public int pageCount() {
            return 0;
        }

        @Override
        public byte[] read(int page) {
            throw new IllegalArgumentException("there is no page " + page);
        }
    }
}
